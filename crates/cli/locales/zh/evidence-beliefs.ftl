# Chinese for the notes of evidence/beliefs, one message a note. The English stands in the TOML file that the group names.
#
# `.of` is the first eight hexadecimal digits of the BLAKE3 hash of the English text, as a TOML parser gives it: a note whose
# English has changed since is out of date. Keys, with every dot and underscore of a name written as a hyphen:
#
#   belief-BELIEF-note                   evidence/beliefs/*.toml, `note`
#   fact-FACT-what, fact-FACT-note       evidence/facts.toml, `what` and `note`
#   rule-RULE-note, chip-CHIP-note, ...  evidence/rules.toml, chips.toml, ..., `note` of a member of that axis
#   school-SWITCH-SCHOOL-note            evidence/schools.toml, `note` of a school
#   school-SWITCH-SCHOOL-BELIEF-note     evidence/schools.toml, `note` of a parameter in a school's bundle
#   threshold-KEY-note                   evidence/schools.toml, `note` of a published threshold
#   copula-FIRST-SECOND-note             evidence/copula.toml, `note` of a pair, its two keys in the order of `of`

## beliefs/adoption.toml

belief-adoption-value-slope-note = 暴露度在0.4附近时成正比；如果许多工作环环相扣，则上升更陡。
    .of = df631a84
belief-adoption-reach-note = 2025年初，能力接近5时，三分之一的职业至少有四分之一的任务使用模型（凭记忆）；各家模型认为，全部脑力工作所需的能力比2023年高11至37个单位。
    .of = f2f98a2a
belief-adoption-embodiment-note = 除了训练模型，还须制造和安装机器。
    .of = 3266886a
belief-adoption-breadth-note = 覆盖率从十分之一升到十分之九，所需能力提高约为此值的4至5倍：相当于十年或不到十年的增长。
    .of = 2c926315
belief-adoption-scatter-note = 用户所得价值的一个标准差相当于3至20倍。
    .of = 1905450b
belief-adoption-change-cost-note = 每席位每月20至60美元，相当于一名劳动者增加值的0.2%至0.5%；对早期计算机应用的研究表明，培训和重组的花费是其数倍（凭记忆）。
    .of = b48e9fb1
belief-adoption-learning-note = 制造业的学习曲线为0.32，其中一部分来自他人的经验。
    .of = 08ba0aba
belief-adoption-payback-note = 软件和培训按3至5年摊销。
    .of = 9261941e
belief-adoption-giving-up-note = 合同和习惯会延续1年至数年。
    .of = 8e73fb78
belief-adoption-urgency-note = 老龄化如何转化为支出。
    .of = 72d437cc
belief-adoption-discontent-note = 下限为没有作用；上限为不满上升20点使推广力度翻倍。
    .of = 5ed484fe
belief-adoption-push-money-US-note = 联邦政府在各机构和小企业推广使用人工智能的计划。
    .of = 5b252546
belief-adoption-push-money-CN-note = “人工智能+”行动的推广；没有账目能把它与其他计划分开。
    .of = 0e236f15
belief-adoption-push-money-ROW-note = 欧盟、韩国、日本等的计划。
    .of = db85542d
belief-adoption-subsidy-money-US-note = 面向小企业的抵免，以及科研用的算力。
    .of = e22b3ed9
belief-adoption-subsidy-money-CN-note = 各省市发放的算力券和模型券；已公布的总额为几亿美元。
    .of = bab90366
belief-adoption-subsidy-money-ROW-note = 其他地方的算力券和抵免。
    .of = 66883f61

## beliefs/applications.toml

belief-applications-effort-US-note = 人们所说的美国战略是先把模型做大；但其软件企业的工程师多数仍在做产品。
    .of = 1e3ff962
belief-applications-effort-CN-note = 创业者和工程师受到号召，把精力放在实际应用上；比其他地方多出多少，没有调查可查，几个范围有一半重叠。
    .of = 362efe72
belief-applications-effort-ROW-note = 前沿实验室很少；在他人模型上做开发的人并不少。
    .of = 339e869b
belief-applications-quality-gain-note = 如果全部力量有一半投入、用户就在身边、过时速度为0.3，质量在几年内可使被采用的发生比升至2至3倍。
    .of = ed8ab649
belief-applications-practice-note = 最早的用户（每百人中一两个）教益最大；后来的用户贡献很少。
    .of = b1054115
belief-applications-fade-note = 功能在1至6年内被模仿。
    .of = a2363213
belief-applications-capability-weight-note = 有效算力高一个数量级（2.3个单位），发生比变动10%至2倍：模型和产品是两回事。
    .of = 6f902627
belief-applications-barrier-US-note = 外国产品的发生比减半：有一部针对一款应用的法律、一项关于网联汽车的规则，还有关税；英语则通行各国。
    .of = 6dd4c490
belief-applications-barrier-CN-note = 外国服务被屏蔽，或须有少数企业才有的许可；实物产品由外国厂商销售，市场份额下降。
    .of = a7124b68
belief-applications-barrier-ROW-note = 障碍在语言和信任；把中美任何一方产品挡在门外的规则很少。
    .of = 19c5ad70
belief-applications-network-note = 下限为没有作用；上限为市场份额与产品发生比的平方成正比。
    .of = 4eb7aa12
belief-applications-variety-note = 用途可能多样到没有赢家通吃：其作用至多与网络效应一样强。
    .of = 7f9ab9cb
belief-applications-manufacturing-US-note = 2021至2023年占GDP的10%至11%，凭记忆。
    .of = 5b0f3f2a
belief-applications-manufacturing-CN-note = 2021至2024年占GDP的25%至28%，凭记忆。
    .of = 8dc12d4d
belief-applications-manufacturing-ROW-note = 由全球制造业占GDP的16%减去中美所得，凭记忆。
    .of = 5553c5ac
belief-applications-take-note = 软件卖家只得到用户所省金额的一小部分；手头没有按各方统计的应用收入。
    .of = f7e418a3
belief-applications-pull-note = 下限为没有作用，上限为产品对买家优势的五分之一；因为与覆盖率已说明的作用并存，取值偏低。
    .of = ca4f9407
belief-applications-closeness-note = 下限为没有作用，上限为二分之一：当地制造业多一倍时，对于别无所需的用户，带人工智能的设备至多增值五分之二。
    .of = 502187e5

## beliefs/borrowing.toml

belief-borrowing-rate-note = 硬件相差10至30倍，落后时间却只有约7个月，说明溢出必定很强。
    .of = e3c60eb9
belief-borrowing-fade-note = 前沿向前推进，学来的东西就会过时。
    .of = 02af8d44
belief-borrowing-margin-note = 只领先几周的对手没有多少可学。
    .of = 3ddc4e85
belief-borrowing-weight-commons-note = 相对于论文；论文的权重固定。
    .of = 3eba90b2
belief-borrowing-weight-distillation-note = 相对于论文；论文的权重固定。
    .of = 3eba90b2
belief-borrowing-weight-people-note = 相对于论文；论文的权重固定。
    .of = 3eba90b2
belief-borrowing-weight-papers-note = 固定不变：各权重只有比值有意义。
    .of = d5f94260
belief-borrowing-people-abroad-note = 流向另一方的人很少，每年约2%，但相互交流的人很多。
    .of = 4938f566

## beliefs/breakthrough.toml

belief-breakthrough-reachable-note = 我们运行AI未来模型，每100次抽取中有83次在2050年之前达到其自动编程者；“无论多少算力，单靠扩大规模永远达不到”这一立场不在其抽取之内，为此留出四分之一。
    .of = 56844c8a
belief-breakthrough-hazard-note = 远超门槛之后，还要做1至10次最大规模训练（每次三分之一年），才有一次成功。
    .of = 36e36f49
belief-breakthrough-width-note = 半个数量级；起飞模型认为从能做五分之一任务到能做全部任务相隔4个数量级（1至8），是较宽的一端。
    .of = 81badb89
belief-breakthrough-gain-note = AI未来模型在自动编程者附近研究速度为4倍，在AI 2027的第一个里程碑为5倍；其中一部分已计入人工智能对研究的协助，此后的里程碑为25倍及以上。
    .of = bddff757
belief-breakthrough-leak-note = 从半年到8年。2023至2025年，模型的思路在4至14个月内外传，有的是发表，有的是口传；持有者保密的技术需要更久。
    .of = f5fa926a
belief-breakthrough-leak-open-note = 开源模型落后3至4个月，而闭源模型要7个月及以上才被追平：至少快一倍。
    .of = f73fb691

## beliefs/capital.toml

belief-capital-learning-time-note = 1至4年：一年的数据只够讲故事，四年的数据才看得出趋势。
    .of = 0f6d1fca
belief-capital-damping-note = 分析师让高增长在1至3年内消退。
    .of = 15dd7a28
belief-capital-long-run-note = 人工智能收入的长期实际增速。
    .of = 84c3f797
belief-capital-discount-note = 大型科技企业和风险投资基金的实际股权成本。
    .of = dd0a7fda
belief-capital-margin-note = 每1美元人工智能收入扣除资本成本之前的利润；软件企业可赚到一半，模型企业少得多。
    .of = eb837dbf
belief-capital-seed-note = 模型尚无收入时看到的市场：美国为3亿至70亿美元。
    .of = 55177360
belief-capital-ceiling-note = 模型收入的上限与增加值之比；信息技术占增加值的4%至6%。
    .of = 25f923b0
belief-capital-older-growth-note = 到2020年为止，广告、搜索和推荐的收入每年增长约六分之一。
    .of = 380bf492
belief-capital-older-fade-note = 高于长期水平的增长，在3至12年内消退一半。
    .of = cb5d29a5
belief-capital-adjustment-note = GATE取3至5；对q的回归得出更大的值，自然实验得出更小的值。
    .of = a1d12f9c
belief-capital-wear-note = 芯片可用3至6年，建筑和电力设施可用20年。
    .of = 2452c192
belief-capital-accelerators-note = 芯片及其网络占数据中心造价的比例，其余是建筑、电力和冷却；已公布的项目为二分之一至三分之二。
    .of = 98fe2fff
belief-capital-friction-US-note = 市场很深，但仍有项目得不到资金。
    .of = 53f7cc29
belief-capital-friction-CN-note = 上市受阻、对私营企业不信任、外资离开；依据是文章和2021年以来风险投资的下滑。
    .of = 76a7619c
belief-capital-friction-ROW-note = 风险投资市场不如美国深，比中国深。
    .of = c662c3f8
belief-capital-depth-US-note = 2023年和2024年的私人投资超过2020至2022年的部分，除以有记录的支出所对应的人工智能资本价值：0.09和0.05。该价值的误差在1.5倍以内。
    .of = 09638a8e
belief-capital-depth-CN-note = 为美国企业所能筹得的三分之一：不论增加了多少基础设施，2023年和2024年的私人投资都低于2020至2022年。
    .of = 85176dc7
belief-capital-depth-ROW-note = 介于两者之间。
    .of = b0fa4a18
belief-capital-venture-US-note = 2020年、2021年和2022年的私人投资，当时人工智能资本的价值不到0.1万亿美元：170亿、570亿和470亿美元，按2024年价格占增加值的0.08%、0.24%和0.18%。
    .of = 33afb7dd
belief-capital-venture-CN-note = 2020至2022年的私人投资为100亿、170亿和130亿美元，占增加值的0.07%至0.11%；2023年和2024年为80亿和90亿美元，总共不到0.05%。
    .of = 218c36fd
belief-capital-venture-ROW-note = 2021年全球私人投资减去中美两国，约200亿美元，凭记忆。
    .of = 07ff3424
belief-capital-cash-share-note = 现金流中可投入人工智能的比例，含借债。科技巨头2024年把一半现金流用于资本支出，2026年计划投入的超过全部现金流。
    .of = 3850cd97
belief-capital-cash-growth-note = 过去十年每年增长10%，企业变大后放慢。
    .of = 978bf7e9
belief-capital-mood-time-note = 从2002年的谷底算起为2至4年。
    .of = 8ce31d9a
belief-capital-mood-pull-note = 增速连续3年比长期水平高1个百分点，估值上升五分之一至二分之一。
    .of = cc99217b
belief-capital-crash-rate-note = 科技股指数下跌一半：50年间有1973年、2000年、2008年、2022年。
    .of = f418767d
belief-capital-crash-slope-note = 高估值是否使崩盘更近，尚有争议；取值范围包括没有影响。
    .of = 095d5006
belief-capital-crash-loss-note = 科技股在2000至2002年下跌四分之三，2022年下跌三分之一。
    .of = 925ea178
belief-capital-record-fade-note = 投资者所见超出规律的部分能维持多久。
    .of = 75b75230

## beliefs/chips.toml

belief-chips-choice-note = 性价比高一倍的芯片，销量约为8倍；软件对买家的约束比这更强。
    .of = 3d86b32e
belief-chips-serving-weight-note = 介于做训练的买家和做推理的买家之间；H20凭显存带宽卖出上百万颗。
    .of = 4c43ca21
belief-chips-reserve-note = 只准买较差芯片时，持币不买的吸引力。
    .of = de776ce3
belief-chips-improvement-note = 已公布的性价比提升速度为每年27%至35%。
    .of = e7c5cf28
belief-chips-ageing-note = 已公布的折旧率为每年五分之一至二分之一。
    .of = 5f76b9ec
belief-controls-licensing-note = 可以批准的申请中有多少获批，没有人知道；有多少买家被要求拒购，也没有人知道。
    .of = 8d1c76ad
belief-chips-smuggled-share-note = 2024年走私芯片14万颗（1万至50万颗），按溢价计的金额与中国支出之比。
    .of = 0c616d66
belief-chips-smuggling-premium-note = 报道的黑市价格比标价高10%至1倍。
    .of = 65c5366e
belief-chips-generation-us-makers-note = 英伟达最大芯片的16位浮点稠密算力，从2017年的V100到2024年的B200（两块裸片计为一颗），每年上升0.5（对数）。
    .of = fb808177
belief-chips-generation-cn-makers-note = 从2019年的昇腾910到2024年的910C（两块裸片计为一颗），每年上升0.22（对数）；已公布的产品线要每代翻倍。
    .of = d17fd9ac
belief-controls-reversal-US-note = 2022年以来的七条规则中，关于H20的通知函在4个月内逆转，扩散规则在5个月内撤回；2022年和2023年的限值仍然有效，改动过两次。
    .of = cefc9e14
belief-controls-reversal-CN-note = 以指示方式拒购，比成文规则更容易逆转。
    .of = 52bd4bd6
belief-controls-reversal-ROW-note = 与美国相同；这里没有它自己的规则。
    .of = 56ed41e9

## beliefs/cities.toml

belief-cities-money-note = 承诺按每年的金额理解；有的分多年兑现，有的计划不在清单上。
    .of = 98acf36b
belief-cities-answer-note = 上海一个月内就以同样金额回应杭州；这在多大程度上是常规，没有记录可查。
    .of = 6b70f553
belief-cities-answer-lag-note = 两次承诺相隔1个月；从承诺到拨款相隔一个预算年度。
    .of = 85310b18
belief-cities-ceiling-note = 负债的城市很难把计划金额翻倍。
    .of = ab61e3f9
belief-cities-scale-note = 企业分得的增加值，是一方的全部产出除以其人工智能企业数：企业约五千家时，其2e-4为每年70万美元，相当于一家初创企业的花费。对搬迁补贴的研究，有的发现几乎没有作用，有的发现企业逐补贴而居。
    .of = 9d54bcde
belief-cities-knowledge-note = 小于1，否则所有企业最终会聚在一个城市。
    .of = a95f1a7f
belief-cities-moving-cost-note = 考虑过同样好的地点的企业，每100家有5至38家会搬；注册地比人更容易搬。
    .of = 0bf44ed3
belief-cities-looking-note = 每2至20年一次。
    .of = a0c66872
belief-cities-welcome-note = 各计划都在招商：办公场地、落户奖励。比给本地企业的多多少，没有公布。
    .of = d2733935
belief-cities-founding-note = 补贴充足时，每100家企业每年新生1至12家。
    .of = fbe34cab
belief-cities-founds-grants-note = 拨款给了已有的企业。
    .of = 42ba3e13
belief-cities-founds-research-note = 企业从研究中产生，但很慢。
    .of = d3e44cb1
belief-cities-founds-space-note = 低价办公场地面向初创企业。
    .of = 5ac7aa3d
belief-cities-founds-equity-note = 城市入股的企业，也有其他投资者支持。
    .of = f99dc458
belief-cities-founds-training-note = 训练模型和培养人才的中心，惠及附近的所有企业。
    .of = be3ff583
belief-cities-closing-note = 一半新企业在3至6年内关闭，其他企业也因此受损。
    .of = edbfdb34
belief-cities-counts-note = 靠补贴设立的企业，对应用市场的参与不如其他企业；有些只是填表。
    .of = 9048c84e

## beliefs/compute.toml

belief-compute-rented-US-note = 美国企业向境外的新兴云服务商租用；没有统计。
    .of = c1a60cbb
belief-compute-rented-CN-note = 据报道，一家企业在境外租用约25万颗B300当量：约为全球存量的六十分之一。
    .of = 063fc9e2
belief-compute-rented-ROW-note = 其他地区的企业向美国云服务商租用；多数用于推理，不用于训练。
    .of = f8512441
belief-compute-mixing-note = 下限为各厂商算力直接相加，上限为一次训练只能用一种芯片；取中心值时，两份相等的算力合起来值总和的十分之九。
    .of = 363168f6

## beliefs/economy.toml

belief-economy-capital-share-note = 1减去2019年的劳动报酬比重：美国0.403，中国0.414；个体经营者的收入有几种算法。
    .of = b7cd0130
belief-economy-depreciation-note = 2019年美国为0.046，中国为0.052。
    .of = 3bb438b6
belief-economy-capital-growth-US-note = 2014至2016年的资本数量。
    .of = 2e1b90d1
belief-economy-capital-growth-CN-note = 2014至2016年的资本数量；一般认为官方投资数字偏高。
    .of = 40d34fe4
belief-economy-capital-growth-ROW-note = 介于富裕国家和亚洲其他国家之间。
    .of = 822fd9fa
belief-economy-investment-US-note = 2015至2023年的投资率。
    .of = 12be8e03
belief-economy-investment-CN-note = 2015至2023年的投资率，0.43至0.44；其中一部分的价值低于成本。
    .of = e48d71a4
belief-economy-investment-ROW-note = 世界银行的投资率，凭记忆。
    .of = 3265124a
belief-economy-investment-long-run-US-note = 维持现状。
    .of = de911897
belief-economy-investment-long-run-CN-note = 文章认为投资拉动的增长动力已经耗尽。日本和韩国从0.36至0.40降到四分之一或三分之一（凭记忆）。
    .of = d2266c3e
belief-economy-investment-long-run-ROW-note = 维持现状。
    .of = de911897
belief-economy-investment-fade-note = 5至30年走完一半路程。
    .of = 127db31a
belief-economy-productivity-US-note = 2019至2023年的产出增长扣除资本和劳动力，余1.1%。
    .of = 02d23c5c
belief-economy-productivity-CN-note = 产出增长扣除资本和劳动力，按第11版，2014至2019年余2.2%，2019至2023年余1.2%；第10.01版修正了官方产出，2014至2019年为−1.3%。
    .of = d5778618
belief-economy-productivity-ROW-note = 每年2.3%的增长，扣除资本和劳动力后的余额。
    .of = 92041a37
belief-economy-productivity-long-run-note = 近二十年前沿国家的增速，凭记忆；新思想越来越难找。
    .of = 36d1cb4b
belief-economy-productivity-fade-US-note = 很慢：美国已在前沿。
    .of = c8ecc240
belief-economy-productivity-fade-CN-note = 追赶会在一二十年内结束。
    .of = 91144929
belief-economy-productivity-fade-ROW-note = 富国和穷国合计。
    .of = 1902a422
belief-economy-skills-US-note = 到2019年为止，人力资本每年增长0.1%至0.2%；劳动年龄人口中的就业者比例，增幅相同。
    .of = 74cf2717
belief-economy-skills-CN-note = 到2019年为止，人力资本每年增长0.9%；劳动年龄人口中的就业者比例每年下降0.4%；自2025年起推迟退休。
    .of = 465a1f20
belief-economy-skills-ROW-note = 教育在普及，但人口增长多在人均产出低的地方。
    .of = 2a199156
belief-economy-lag-note = 配套条件需要3至10年；电力和计算机用了更久。
    .of = f2bd8db5
belief-economy-tax-US-note = 各级政府的收入，凭记忆。
    .of = ce1b00cf
belief-economy-tax-CN-note = 收入含社会保险和一部分土地出让金，凭记忆。
    .of = e2ba6691
belief-economy-tax-ROW-note = 富国和穷国合计，凭记忆。
    .of = df7e5be7
belief-economy-obligations-US-note = 养老金、医疗、利息、国防，以及预算不能动的其他支出，凭记忆。
    .of = 27e4a9bd
belief-economy-obligations-CN-note = 养老金仍然较低，地方政府的项目计为可腾挪的空间。
    .of = f4e01ac5
belief-economy-obligations-ROW-note = 富国和穷国合计。
    .of = 1902a422
belief-economy-care-note = 按平均工资一半的养老金加医疗计：老年人口比例每升1个百分点，支出占产出的比重升0.5至1个百分点。
    .of = d4d9590a

## beliefs/fabs.toml

belief-fabs-scale-us-makers-note = 卖出的都已造出；有些造出了还没有卖出。
    .of = d9adb526
belief-fabs-growth-us-makers-note = 已公布的封装和高带宽存储器产能；每年2.25倍是一项已公布的预测。
    .of = ac1886cf
belief-fabs-growth-long-run-note = 芯片制造厂的增长不可能永远快于投资。
    .of = 45d7d854
belief-fabs-growth-fade-note = 1至5年后，早期的增长消退一半。
    .of = dee70a0a
belief-fabs-lag-note = 从决策到晶圆厂量产需要2.5至6.5年；封装线较快。
    .of = 83b71fb1
belief-fabs-ageing-note = 设备可用10至20年。
    .of = 8ccc781c
belief-fabs-response-note = 芯片涨价会带动扩产；对人工智能芯片带动多大，没有人测量过。
    .of = 343af680
belief-fabs-learning-note = 存储芯片每翻一倍产量，学习率平均为20%；此处用于良率的缺口。
    .of = 6dbe173b
belief-fabs-spillover-note = 企业从自己产量中学到的，是从他人产量中学到的三倍；跨国并不更少。
    .of = 305d7d2b
belief-fabs-yielded-us-makers-note = 成熟制程上的大裸片，已计入冗余。
    .of = 343a9764
belief-fabs-yielded-cn-makers-note = 对中国制程的公开估计，从五分之一到三分之二。
    .of = a265a1d0
belief-fabs-memory-us-makers-note = 没有人禁止它们购买高带宽存储器；只有在规则禁止时，这个数字才起作用。
    .of = 9c421e06
belief-fabs-tools-note = 没有外国光刻和量测设备就无法建成的新增产能比例。
    .of = f058736c

## beliefs/frontier.toml

belief-frontier-weight-us-leader-note = 指单个实验室最大集群相对于其他实验室的比例。
    .of = d24d1367
belief-frontier-weight-us-open-note = Meta的集群曾是最大的开源阵地。
    .of = b4482364
belief-frontier-weight-us-others-note = 其余所有实验室。
    .of = 8554ba0f
belief-frontier-weight-us-xai-note = 占其他实验室算力的比例；Grok 3用10万颗H100训练。
    .of = 1c90ba7d
belief-frontier-weight-cn-leader-note = 最大的中国买家占大额订单的五分之一至二分之一。
    .of = e0afd1a2
belief-frontier-weight-cn-open-note = 阿里巴巴的云居第二。
    .of = 445d8fac
belief-frontier-weight-cn-others-note = 其余所有实验室。
    .of = 8554ba0f
belief-frontier-weight-cn-deepseek-note = 据报道，DeepSeek自有的集群有数万颗芯片。
    .of = 23c6d164
belief-frontier-weight-row-others-note = 只有一组：权重的大小没有意义，因此取常数。
    .of = d775a7ba
belief-frontier-weight-row-mistral-note = 中美以外最大的训练都是Mistral做的。
    .of = 46034bbb
belief-frontier-training-share-US-note = 2022年、2024年末和2025年中的最大训练与当时在用芯片之比：占美国五分之二的一个实验室为3%、2%和1.6%。
    .of = 840ad2ff
belief-frontier-training-share-CN-note = 2023年和2024年中国已披露的最大训练与并不确定的存量之比：占中国三分之一的一个实验室为1%至2%。
    .of = bb6c9a9a
belief-frontier-training-share-ROW-note = 2022至2025年有记录的最大训练与当时在用芯片之比：0.3%、1.2%、1.9%和0.2%（Chinchilla、Falcon-180B、Mistral Large 2、Apertus）。中心值为其几何平均，范围取自它们：其他地区的芯片主要用于推理；2024年以后芯片成倍增加，却没有更大的训练。
    .of = 0ce779b8
belief-frontier-utilisation-note = 已报告的大规模训练的模型FLOP利用率。
    .of = 8fe6a521
belief-frontier-run-length-note = 最大规模训练持续3至5个月。
    .of = 737d127b

## beliefs/institutions.toml

belief-institutions-takes-hold-note = 既不熟悉、也不加改造就接受外来法律的国家，法律效果差三分之一；政府改革通常改善预算和税收，通常没有改善公务员制度，很少遏制腐败。这些都不涉及人工智能，也不涉及相互模仿的竞争者。
    .of = 71b61c72

## beliefs/leadership.toml

belief-leadership-worth-note = 有效算力为10倍（对数2.3）时，实力为2倍；范围从1.25倍到8倍。
    .of = 8cede481
belief-leadership-winner-note = 人工智能的用途多种多样，“单一赢家”可能是错误的框架（文章）；领先也可能就是一切（李开复）；最多取市场份额的平方。
    .of = c2eb7e6c
belief-leadership-weight-frontier-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-diffusion-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-economy-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-market-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-military-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-diplomacy-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-weight-science-note = 中间值相等：文章列出七个领域而不排序；每个领域的分量可高至或低至2.5倍。
    .of = 789be794
belief-leadership-military-frontier-note = 推测性：由最好的模型带来的自主系统、网络作战和作战规划。
    .of = d0d073c4
belief-leadership-military-compute-note = 推测性：战争使贸易中断时，本土能运行多少算力。
    .of = 56cb6c4a
belief-leadership-military-manufacturing-note = 推测性：无人机和弹药须制造出来。
    .of = 8f8ff50b
belief-leadership-military-use-note = 推测性：公共部门用人工智能的国家，军队也会用。
    .of = e5896b69
belief-leadership-diplomacy-closed-note = 推测性：谁运营第三国的服务，谁就能给予或收回。
    .of = 047c8578
belief-leadership-diplomacy-open-note = 推测性：开源模型传播惯例和格式，但没有收回的权力。
    .of = eae4fc26
belief-leadership-diplomacy-products-note = 推测性：标准随卖出的产品走。
    .of = f6461fc6
belief-leadership-diplomacy-freedom-note = 推测性：国内镇压损害国外的信任，损害的是其中一部分和一部分国家。
    .of = 96671475
belief-leadership-science-researchers-note = 推测性：身边最有才干的人。
    .of = 8cf19b81
belief-leadership-science-software-note = 推测性：他们已找到的方法。
    .of = e758a948
belief-leadership-science-products-note = 推测性：用人工智能为用户做出的东西，包括影视和游戏。
    .of = f6dc08a1
belief-leadership-science-freedom-note = 推测性：创作受审查之害；有多大，没有人测量过。
    .of = b0009d35

## beliefs/legitimacy.toml

belief-legitimacy-growth-weight-US-note = 增长每变动1个百分点，选票也大约变动这么多，凭记忆。
    .of = d86aac03
belief-legitimacy-growth-weight-CN-note = 增长是党四十年来的承诺。
    .of = cf99656a
belief-legitimacy-growth-weight-ROW-note = 与美国相同。
    .of = ea87b9a3
belief-legitimacy-displaced-weight-US-note = 全部工作的1%被替代，最坏使失业率升1个百分点，令执政者失去约1个百分点选票，凭记忆。
    .of = bcef12f0
belief-legitimacy-displaced-weight-CN-note = 外来务工者可以回乡，城里的年轻人不会。
    .of = 7b4bd5d5
belief-legitimacy-displaced-weight-ROW-note = 坐办公室的人较少的地方，感受较小。
    .of = 5bc39359
belief-legitimacy-promise-weight-US-note = 没有哪项计划有为人所知的数字。
    .of = 0c9acee1
belief-legitimacy-promise-weight-CN-note = 知道计划数字的人很少；知道它如何受赞扬的人很多。
    .of = b59b7850
belief-legitimacy-promise-weight-ROW-note = 介于两者之间。
    .of = b0fa4a18
belief-legitimacy-terminals-odds-note = 装有模型的新手机，用不用都算：计划预期2027年为0.7。
    .of = 4f97d67c
belief-legitimacy-memory-note = 舆论在一个任期之内忘掉一个坏年头。
    .of = 7c4269d7
belief-legitimacy-expectation-note = 近几年所经历的。
    .of = 06985bac
belief-legitimacy-reabsorption-note = 工厂关闭而失业的人，花了数年才恢复原来的收入，凭记忆。
    .of = 949fd565
belief-legitimacy-threshold-US-note = 法院和选举早就会阻止。
    .of = 9c03ec01
belief-legitimacy-threshold-CN-note = 即使没有任何失望之处，也已用到其能力的一半多。
    .of = 20742716
belief-legitimacy-threshold-ROW-note = 自由和不自由的国家合计。
    .of = 058934c7
belief-legitimacy-breadth-note = 从四分之一到四分之三，相隔此值的两倍。
    .of = 5c9eae07
belief-legitimacy-tightening-note = 命令在1年内执行完毕。
    .of = 73f73337
belief-legitimacy-loosening-note = 建起来监视人的东西，会留下来。
    .of = 49037bdd

## beliefs/market.toml

belief-market-elasticity-note = 预算按金额定，即弹性为1；涨价时有些买家会等，有些不能等。
    .of = a5ab4804
belief-market-adjustment-note = 标价在半年至1年内反映稀缺：2023年的短缺首先表现为等待时间。
    .of = 9b49ce7c
belief-market-delivery-note = 没有短缺时，从订购到发货为3周至4个月。
    .of = 49a239b5
belief-market-cost-note = 2023至2025财年，英伟达的毛利率约为57%至75%；各厂商都用此值。
    .of = 60cbcbcc
belief-market-fee-borne-note = 政府抽走一部分收入，由谁承担，取决于买家有多需要这种芯片。
    .of = 8c8409f2

## beliefs/money.toml

belief-money-scale-US-note = 价格的误差和美国在销售中比例的误差。
    .of = bd59b875
belief-money-scale-CN-note = 进口的误差在十分之一以内；走私的和国产的没有数字。
    .of = 5cc09106
belief-money-scale-ROW-note = 全球销售额的剩余部分：三者中最不清楚。
    .of = 292d768b

## beliefs/observation.toml

belief-observation-eci-level-note = 2023年一季度的GPT-4得126分，比能力零点高0.74。
    .of = cfd3dd20
belief-observation-eci-slope-note = 有效算力每年增长两个单位及以上的年份里，约升15分。
    .of = 03ee5a93
belief-observation-eci-error-note = 单个模型已公布的置信区间。
    .of = fdb15e65
belief-observation-rating-slope-note = 投票既看能力，也看风格；没有公布过两者的关系。
    .of = ac9e3f3c
belief-observation-rating-error-note = 最高评分的每日偏差为6分；区间为5至6分。
    .of = 8329cec6
belief-observation-lag-error-note = 落后时间由少数几个模型读出。
    .of = b538e0d6
belief-observation-disclosure-note = 近来多数训练的规模没有公布。
    .of = c5a77b90
belief-observation-firms-odds-note = 按就业加权，调查为0.32；按企业数计为0.18：发生比之比为0.47。此外还看是否用于生产。
    .of = a3717bd2
belief-observation-people-odds-note = 个人用得比其工作用得早；一段时间内用过一次就算。
    .of = 11759517
belief-observation-use-error-note = 定义会变，而且企业少的调查波动大。
    .of = 313f4804
belief-observation-list-ratio-note = 多数词元由小模型、缓存、批处理和折扣承担。
    .of = e7d8fdee
belief-observation-price-error-note = 哪个模型算典型，是一种选择。
    .of = 52977d2e
belief-observation-revenue-counted-note = 三家美国实验室公布年化收入；其他实验室把收入混在产品里。
    .of = 1c8c5f20
belief-observation-revenue-error-note = 同一个月的报道相差五分之一。
    .of = e6e2e4ae
belief-observation-giants-share-US-note = 在美国所有建设者中的谷歌、微软、Meta和亚马逊：其余为甲骨文、xAI和新兴云服务商。
    .of = 8251ba42
belief-observation-giants-share-CN-note = 2025年的900亿美元中，至多240亿记在互联网企业名下；其中政府至多占550亿。
    .of = 7ed07aff
belief-observation-giants-share-ROW-note = 没有论断涉及它们。
    .of = b1d262cb
belief-observation-giants-other-US-note = 其他用途的仓库、办公楼、网络和服务器：约为热潮之前的2021年四家的资本支出。
    .of = 031a50e8
belief-observation-giants-other-CN-note = 2025年主要云服务商的资本支出560亿美元，减去其中用于人工智能的部分。
    .of = b587a56f
belief-observation-giants-other-ROW-note = 没有论断涉及它们。
    .of = b1d262cb
belief-observation-giants-growth-note = 热潮之前，其资本支出每年增长五分之一，其中很多终归用于人工智能。
    .of = c5656295

## beliefs/openness.toml

belief-openness-stance-US-note = 领先者闭源，有一家大的开源追随者。
    .of = cb2b71c9
belief-openness-stance-CN-note = 多数中国实验室把最好的模型开源。
    .of = 1e407a7d
belief-openness-stance-ROW-note = Mistral早期开源，如今保留最大的模型。
    .of = 7ed55c00
belief-openness-rent-note = 远远领先于开源模型的领先者几乎从不开源。
    .of = db48f94b
belief-openness-window-note = 前沿增长2至10个月。
    .of = ee10e774
belief-openness-scatter-note = 决定围绕规律的离散程度。
    .of = b4b5598d
belief-openness-delay-note = 从当周到一年左右：从发布到权重在别处投入使用。
    .of = e01a0059

## beliefs/power.toml

belief-power-server-note = 装8颗H100的服务器额定功率为10.2千瓦，是芯片的1.8倍；运行时少六分之一，网络再加一些。
    .of = 5179dd63
belief-power-pue-US-note = 大型运营商报告1.1至1.2，所有数据中心的平均约为1.4；人工智能多在大型数据中心。
    .of = 1114b434
belief-power-pue-CN-note = 新的国家枢纽须低于1.25或1.3；所有数据中心的平均接近1.5。
    .of = 6b86ff6d
belief-power-pue-ROW-note = 介于大型运营商与所有数据中心的平均之间。
    .of = 1ed5499c
belief-power-efficiency-note = 2016年以来47款人工智能芯片每瓦的16位浮点稠密算力，每年上升0.17（对数，误差0.03）；英伟达最大芯片为0.20；更低精度另有提升。
    .of = 101af1dd
belief-power-lag-note = 数据中心的时滞为1.25至5.5年。
    .of = 56183f6a
belief-power-permitted-US-note = 都柏林周边的数据中心用到爱尔兰五分之一的电力时，该国停止为新数据中心接电；美国数据中心2023年用4.4%，预计2028年用6.7%至12%。没有人说过准许的上限在哪里。
    .of = 24b21a97
belief-power-permitted-CN-note = 与美国相同，上端略宽：政府提前规划电力。
    .of = b0832b63
belief-power-permitted-ROW-note = 有的电网已不接数据中心，有的为之建设：不到全部电力的五分之一。
    .of = 88386809
belief-power-spare-note = 2023年美国数据中心用电4.4%的五分之一：已建成或在建、本来用于其他工作而人工智能可以占用的设施。
    .of = dd3e53a2
belief-power-growth-US-note = 2020至2025年每年2.2%（对数），此前十五年为零。
    .of = 78bd1630
belief-power-growth-CN-note = 2020至2025年每年6.2%（对数），正在放缓。
    .of = 2b9e98e2
belief-power-growth-ROW-note = 2020至2025年每年2.2%（对数），起点是封锁的一年。
    .of = ec01db8b

## beliefs/researchers.toml

belief-researchers-scale-US-note = 参照：按定义为1。
    .of = b63e6651
belief-researchers-scale-CN-note = 2022年，顶尖20%的研究人员有28%在中国工作，42%在美国；2020年略少。
    .of = 5117c111
belief-researchers-scale-ROW-note = 顶尖20%的研究人员中，在其他地区工作的30%。
    .of = 47d51fb4
belief-researchers-density-US-note = 参照：按定义为1。
    .of = b63e6651
belief-researchers-density-CN-note = 中国占顶尖2%的12%，占顶尖20%的28%；美国为57%和42%。
    .of = 3d4a8fee
belief-researchers-density-ROW-note = 占顶尖2%的31%，占顶尖20%的30%。
    .of = 2af76809
belief-researchers-counted-note = 2018年有2.24万人在21个会议上发表论文，2019年有3.6万人自称该领域的博士；约45%在美国工作。不发表论文的工程师更多。
    .of = 4bd1c5de
belief-researchers-all-fields-US-note = 2021年每百万居民4825人，即每1000名劳动年龄人口7人；大国中最多的韩国为13人。
    .of = 3c70e141
belief-researchers-all-fields-CN-note = 最近一次统计为每百万居民1849人，即每1000名劳动年龄人口2.7人，是十年前的两倍。
    .of = a426dbaf
belief-researchers-all-fields-ROW-note = 2013年全球780万人的64%，即每1000名劳动年龄人口1.4人；欧洲、日本和韩国是其数倍。
    .of = 7bd8d664
belief-researchers-on-models-note = 2020年，每100名美国研究人员有1名转向人工智能。美国从事科学和工程工作的人有一半写程序，凭记忆；医学、化学和物理则留住自己的人。
    .of = 8d8e300c
belief-researchers-growth-note = 实验室人员每1至3年翻倍；METR为其领先者取每年翻倍，直至2029年。
    .of = 5e353d93
belief-researchers-growth-long-run-note = METR取2029年之后每年10%。
    .of = e4c7df2b
belief-researchers-growth-fade-note = 3至14年后，差距消失一半。
    .of = faf648ec
belief-researchers-leaving-note = 职业生涯中做研究的时间为8至50年；许多人转去管理企业。
    .of = e4654483
belief-researchers-training-lag-note = 从进入研究生院到取得数学或计算机博士学位，美国2016年的中位数为6.9年；许多人硕士毕业就开始研究。
    .of = a159d1eb
belief-researchers-training-elasticity-note = 读工程的人数随薪酬变化；但科学家的供给起初缺乏弹性，一部分资金只抬高薪酬，多数资金用来买芯片。
    .of = dd861505
belief-researchers-mobility-note = 100名中国研究人员中，6年后有13名离开美国机构：每年2.3%，而每100个职位有57个在国外。本国人流动较少，学生较多。
    .of = f2885495
belief-researchers-pull-note = 每名研究人员的资金翻倍，职位的价值就提高10%至4倍。
    .of = 81bc8ee8
belief-researchers-freedom-note = 全力镇压的政府，其职位的价值比完全不镇压的低10%至90%。
    .of = f5cfaa40

## beliefs/software.toml

belief-software-growth-note = 语言模型的算法效率：每年2.83倍（1.81至5.28倍），2012至2023年的平均；用于2020年，含跳跃。
    .of = 84fb1af0
belief-software-pace-US-note = 参照：速度按定义为1。
    .of = 985d97ae
belief-software-pace-CN-note = 人员、算力和软件相等时的增长。没有测量能把它与借鉴分开；先验分布以相等为中心。
    .of = 59cc3527
belief-software-pace-ROW-note = 人员、算力和软件相等时的增长；能相互学习的实验室较少。
    .of = c986febe
belief-software-offset-US-note = 参照：2020年一季度的效率按定义为1。
    .of = 0e6be17d
belief-software-offset-CN-note = 由2023年的模型判断：算力为三十分之一，水平比当年春季最好的模型低2个单位；其中一部分是借鉴来的。2020年没有任何测量。
    .of = 2f180629
belief-software-offset-ROW-note = 由2023年和2024年的模型判断：算力相近时，水平比领先者低1至2个单位。2020年没有任何测量。
    .of = ce2041a3
belief-software-experiment-share-note = 2024年OpenAI的58亿美元算力支出中，40亿用于研究；最大规模训练是其中一部分。各方共用一个先验分布，各自抽取。
    .of = d5f9cb1e
belief-software-homework-note = 所有实验室都分享时，一家实验室增加的研究投入。没有人测量过；从几乎为零到再多一半。
    .of = 0fa5906e
belief-software-genius-rate-note = 参照方2020年的顶尖研究人员，10至40年出现一次像Transformer那样的跳跃。
    .of = 82e16146
belief-software-genius-size-note = 至少3倍，否则不算跳跃。
    .of = 829e386e
belief-software-genius-tail-note = 倍数的帕累托指数：取1.5时，每30次有1次达到最小值的10倍。
    .of = ab5b66ff
belief-software-efficiency-rate-note = 参照方2020年的研究人员，3至30年出现一次像DeepSeek那样的跳跃。
    .of = d98d6cc5
belief-software-efficiency-size-note = 3至10倍。
    .of = 42ee9e9c

## beliefs/state.toml

belief-state-infrastructure-US-note = 联邦机构和国防的算力；29万亿美元中的10亿美元。
    .of = 2eab2f5e
belief-state-infrastructure-CN-note = 2025年人工智能资本支出中，至多550亿美元记在政府名下，含国有企业；此处取三分之一，即60亿至400亿美元。
    .of = 974adf84
belief-state-infrastructure-ROW-note = 欧洲、日本、印度和海湾国家的公共超级计算机和人工智能工厂。
    .of = c794fbe2
belief-state-funds-US-note = 几乎没有公共股权投资。
    .of = 67e8690f
belief-state-funds-CN-note = 约十年间，政府风险投资投入人工智能企业1840亿至2100亿美元，多在后期；2025年为40亿至240亿美元。
    .of = 8877c92e
belief-state-funds-ROW-note = 海湾国家、法国和日本的政府基金。
    .of = 0c464a22
belief-state-chips-US-note = 芯片制造的拨款和税收抵免，服务于人工智能的部分。
    .of = 803ca05e
belief-state-chips-CN-note = 第三期芯片基金和各省的追加，服务于人工智能的部分；即文章所说十年2000亿美元与含芯片3000亿美元。
    .of = 6ff6f593
belief-state-chips-ROW-note = 欧洲、日本和韩国的芯片法案，服务于人工智能的部分。
    .of = c12d7ad0
belief-state-research-US-note = 2025年联邦人工智能研究33亿美元；国防另加。
    .of = 498689ac
belief-state-research-CN-note = 2018年为16亿至150亿美元，此后有所增长。
    .of = 754ea397
belief-state-research-ROW-note = 其他地区的公共人工智能研究。
    .of = 0dba6ed2
belief-state-past-note = 与增加值之比；十年的2000亿美元多在后期。
    .of = 19e0e8ac
belief-state-growth-note = 各项规划把人工智能列在首位；各省预算吃紧。
    .of = e6aff139
belief-state-fade-note = 计划持续5至10年。
    .of = 3b249975
belief-state-lag-note = 从决策到落实需要1至3年。
    .of = 6706c209
belief-state-effect-infrastructure-note = 建设是政府最擅长的事。
    .of = a3c07367
belief-state-effect-funds-note = 中国的引导基金有四分之一达到目标规模；被它们选中的企业，表现与其他企业一样好。
    .of = 78d39285
belief-state-effect-chips-note = 从基金全部亏掉，到产能确实建成。
    .of = b67233c0
belief-state-effect-research-note = 政府能否扶植如此复杂的事物，正是文章所怀疑的。
    .of = 2dc564f3
belief-state-learning-note = 仍在摸索如何帮助的政府，要十年至数十年才摸索清楚。
    .of = 81a236fb
belief-state-hang-chips-US-note = 拨款与芯片制造厂为美国厂商所花费用之比。
    .of = e9878c6e
belief-state-hang-chips-CN-note = 晶圆代工和存储芯片大多由政府基金和银行出资。
    .of = 08f0a772
belief-state-hang-chips-ROW-note = 介于两者之间。
    .of = b0fa4a18
belief-state-hang-research-US-note = 30亿美元，与实验室的500亿及以上相比。
    .of = 14e0cc78
belief-state-hang-research-CN-note = 大学和国家实验室。
    .of = b7b69788
belief-state-hang-research-ROW-note = 大学。
    .of = c8876496

## beliefs/usage.toml

belief-usage-serving-share-note = 其余用于训练、实验和其他工作；实验室自己的推理支出占其算力的五分之一至三分之一。
    .of = 59d9b036
belief-usage-efficiency-note = DeepSeek披露，一颗H800一天处理约4e8个词元，激活参数37e9：为峰值的三分之一；不计缓存输入为五分之一。多数没有用得这么满。
    .of = 4f2479f3
belief-usage-size-note = 指所用模型的激活参数，不是最好的模型：小模型为数百亿，GPT-4约为2800亿，凭记忆。
    .of = f2c9892e
belief-usage-size-growth-note = 前沿提高4个单位，所用模型却变大很少：混合专家、蒸馏、小版本。
    .of = 74dbce21
belief-usage-inference-gain-note = 批处理、缓存、量化和稀疏注意力，在改进训练的技术之外。
    .of = 9f661db7
belief-usage-chip-cost-note = 一颗H100每小时租价约1.5至3美元，多数时间租出。
    .of = 947efc1d
belief-usage-cost-decline-note = 每美元带宽的升幅略小于算力，后者每年约升30%。
    .of = 959bc3bd
belief-usage-markup-note = 没有对手接近时，闭源领先者卖词元的毛利率为二分之一至五分之四。
    .of = 7aef92c2
belief-usage-open-pressure-note = DeepSeek的标价为GPT-4o的十分之一；托管开源模型的服务商利润微薄。
    .of = 99ad516e
belief-usage-window-note = 前沿增长2个月至1年。
    .of = 8fb6e964
belief-usage-access-US-note = 不开源的外国模型也能用，但不大受信任。
    .of = 4b35d92a
belief-usage-access-CN-note = 美国实验室不向中国提供服务，中国也不发许可；有一些使用绕过了两者。
    .of = 5dd74faa
belief-usage-access-ROW-note = 多数人用的就是外国模型。
    .of = cf2a4f14
belief-usage-choice-note = 用户会留用落后最好模型几个月的模型。
    .of = aab5037d
belief-usage-need-note = 谷歌和OpenAI报告，2025年末每天约5e13个词元：每年约2e16个，除以使用者及模型所覆盖工作的增加值。
    .of = 1048167c
belief-usage-elasticity-note = 价格下降约九成，词元增加到50倍，多数来自新用途。
    .of = ce225fe0
belief-usage-adjustment-note = 标价随每个模型变化，每年两三次。
    .of = b88226e3
