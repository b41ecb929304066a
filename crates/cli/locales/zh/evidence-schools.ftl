# Chinese for the notes of evidence/schools.toml, evidence/rules.toml and evidence/copula.toml. Keys and `.of` as in
# evidence-beliefs.ftl.

## rules.toml

rule-us-2022-letters-note = 已下的订单在其后数月内仍可交付；获许可的比例属主观判断。
    .of = 484fbc9d
rule-us-2022-10-note = 2022年10月13日公布；芯片部分自2022年10月21日起适用（凭记忆）。两项限值须同时达到。
    .of = 6afccca4
rule-us-2023-10-note = 2023年10月25日公布。英伟达称被要求立即执行（凭记忆）；此处采用一般生效日。只须事先通报的中间一档未计入。
    .of = adc675ec
rule-us-2025-04-h20-note = 英伟达为此计提55亿美元费用。就目前所知，2025年8月以前没有发放过许可证。
    .of = b46f398c
rule-us-2025-08-h20-note = 收入的15%上缴美国政府。
    .of = a3aa2e12
rule-cn-2025-09-refusal-note = 买方政府拒绝购买。会持续多久属于假设。
    .of = aa0fccdf
rule-us-2026-01-note = 受管制而两项指标都未超过限值的芯片，须逐案申请许可证；超过限值的继续禁售。25%的关税按费用处理；不超过美国本土销量一半的上限为凭记忆。
    .of = 2b91b54d
rule-us-2022-10-tools-note = 涉及先进制程的设备与人员；其中遭禁的比例属主观判断。
    .of = 02cb9383
rule-us-2023-10-tools-note = 另有荷兰和日本的许可制度与之并行；该比例属主观判断。
    .of = 0a42320b
rule-us-2024-12-memory-note = 高带宽存储器（HBM）部分自2024年12月31日起生效；各项比例属主观判断。
    .of = e653327d
rule-full-denial-note = 涵盖美国厂商的全部芯片。
    .of = cf42bac9
rule-permitted-grade-free-note = 两项指标都未超过限值的，订单全部满足；超过限值的继续禁售。中国自己的拒购是另一发布方的规则，不因本规则而解除。
    .of = b35c2432
rule-b30a-sold-note = 放行一款超过限值的降规格芯片，其余继续禁售。
    .of = 85802e58

## copula.toml

copula-capital-ceiling-fabs-growth-us-makers-note = 厂商按投资者预期的市场订购产能，并提前数年向供应商作出承诺；判断有误之处由价格来平衡。
    .of = 870f3c00
copula-capital-ceiling-fabs-growth-cn-makers-note = 中国的资金是中国芯片制造厂扩建的原因；设备与高带宽存储器遭禁运，使这一联系有所松动。
    .of = bdc8f5aa
copula-capital-long-run-fabs-growth-long-run-note = 长期来看，没有人付钱的产能不会建成。
    .of = d91ba3a7
copula-money-scale-US-money-scale-ROW-note = 全球销售额比买家分布清楚：记录若给一方算多了，就会给另一方算少。
    .of = e5a36acc
copula-money-scale-US-fabs-scale-us-makers-note = 两者取自同一组芯片销量数据：该数据若有误差，两者都受影响。
    .of = 1a01bda1
copula-money-scale-CN-fabs-scale-cn-makers-note = 国产芯片占2025年中国芯片支出的三分之一，与产量用的是同一批估计。
    .of = f3669965
copula-fabs-scale-cn-makers-fabs-yielded-cn-makers-note = 外界由晶圆数和良率推算产量：对良率估计偏高的人，算出的芯片也偏多。
    .of = 91017338
copula-borrowing-rate-borrowing-fade-note = 落后时间稳定，只能说明两者之比，不能说明其中任何一个：过时越快，要维持同样的落后时间，借鉴就须越快。
    .of = 44742698
copula-software-pace-CN-software-offset-CN-note = 中国2024年的水平比起点清楚：起点越靠后，进步必定越快。
    .of = a8621853
copula-software-growth-software-returns-note = 回报由软件增速除以研究增速推得：测得的增速越快，推得的回报越高。各家模型内部均是如此。
    .of = cf8219d4
copula-adoption-reach-adoption-breadth-note = 2025年初的模型能胜任多少工作，比这两项中任何一项都清楚：三分之一的职业有四分之一的任务使用模型。若一半工作的门槛还很远，其中一部分必定较早达到。
    .of = fea57ce6
