//! What the model declares, in Chinese.
//!
//! A text is found by its English words, an outcome's short name by its key. The model knows no language but the one it
//! is written in; a test fails where it declares something that has no line here.

/// English texts of the model with their Chinese.
const TEXTS: &[(&str, &str)] = &[
    // Stocks.
    ("Chips in use", "在用芯片"),
    ("Chips ordered and not yet shipped", "已订购未发货的芯片"),
    ("Money set aside and not spent", "已拨未用的资金"),
    ("Software efficiency", "软件效率"),
    ("Borrowed capability", "借来的能力"),
    ("Capability in the commons", "公共领域中的能力"),
    // Lines of the ledger.
    ("bought", "购入"),
    ("smuggled in", "走私流入"),
    ("aged out", "老化退役"),
    ("ordered", "订购"),
    ("shipped", "发货"),
    ("set aside", "拨款"),
    ("paid to makers", "付给厂商"),
    ("paid to smugglers", "付给走私者"),
    ("reached the commons", "进入公共领域"),
    ("learnt from open models", "从开放模型学得"),
    ("learnt by querying published models", "通过调用已发布模型学得"),
    ("learnt from people", "从人员流动学得"),
    ("learnt from papers", "从论文学得"),
    ("borrowed capability that faded", "借来的能力消退"),
    // Capital and the state.
    ("AI infrastructure at what it cost to build, less wear", "人工智能基础设施，按建造成本计、扣除损耗"),
    (
        "Equity that AI firms raise in a year on their infrastructure, over what it is valued at.",
        "人工智能企业一年凭其基础设施的股权融资，与该设施估值之比。",
    ),
    (
        "Equity that AI firms raise in a year whatever infrastructure they have, over value added.",
        "人工智能企业一年不凭基础设施的股权融资，占增加值之比。",
    ),
    ("Mood of investors in AI", "人工智能投资者的情绪"),
    (
        "Expected income values AI capital; firms invest what pays, as far as they find the money",
        "预期收入决定人工智能资本的价值；凡合算的，企业在找得到资金的范围内投资",
    ),
    (
        "Finance that a dollar of an equity fund brings to firms that can use it.",
        "股权基金每一美元为能用之企业带来的资金。",
    ),
    ("Growth of AI income that is expected in the long run.", "预期的人工智能收入长期增速。"),
    ("Growth of that cash flow after the record.", "记录期之后该现金流的增速。"),
    ("Growth of that.", "其增速。"),
    ("Growth of the income of older uses of AI in 2020.", "2020年人工智能原有用途收入的增速。"),
    ("Growth of these shares in 2025.", "2025年这些份额的增速。"),
    ("Growth of these shares up to 2025.", "2025年以前这些份额的增速。"),
    ("Hazard of a crash where capital is valued at no more than its cost.", "估值不高于成本时崩盘的风险率。"),
    (
        "How fast expected growth above that of the long run lifts the mood.",
        "高于长期的预期增速抬升市场情绪的快慢。",
    ),
    ("How much faster a crash comes the higher the valuation.", "估值越高，崩盘来得越快的程度。"),
    ("Infrastructure that a dollar for it builds.", "每一美元基础设施资金实际建成的数额。"),
    (
        "Market that investors see before models earn anything, over value added.",
        "模型尚无收入时投资者所见的市场，占增加值之比。",
    ),
    ("Mean time from decision to delivery.", "从决策到落实的平均时间。"),
    (
        "Most that investors think models can come to earn, over value added.",
        "投资者认为模型收入最终可达的上限，占增加值之比。",
    ),
    ("Planned for chip making in 2025 over value added.", "2025年计划用于芯片制造的资金，占增加值之比。"),
    ("Planned for equity funds in 2025 over value added.", "2025年计划用于股权基金的资金，占增加值之比。"),
    ("Planned for infrastructure in 2025 over value added.", "2025年计划用于基础设施的资金，占增加值之比。"),
    ("Planned for research in 2025 over value added.", "2025年计划用于研究的资金，占增加值之比。"),
    (
        "Private investment that follows a dollar of state money; negative where it is driven out.",
        "每一美元国家资金带来的民间投资；被挤出时为负。",
    ),
    ("Profit on a dollar of AI income.", "每一美元人工智能收入的利润。"),
    (
        "Public money for AI by purpose: planned, delivered late, good for some things more than for others",
        "按用途划分的公共资金：有计划，落实有时滞，对有些事比对另一些更有效",
    ),
    ("Rate at which AI capital wears out and falls behind.", "人工智能资本损耗与落后的速度。"),
    ("Rate at which growth that is expected to go on is expected to fade.", "预期增速被认为消退的速度。"),
    ("Rate at which states learn what their money is good for.", "国家学会把钱用在何处的速度。"),
    ("Rate at which that growth fades.", "该增速消退的速度。"),
    ("Rate at which that growth gives way to that of the long run.", "该增速让位于长期增速的速度。"),
    (
        "Rate at which what the record shows beyond the law fades after it.",
        "记录中超出规律的部分在其后消退的速度。",
    ),
    ("Return that investors ask, risk included.", "投资者要求的回报率，含风险。"),
    (
        "Share of investment in AI infrastructure that buys accelerators.",
        "人工智能基础设施投资中购买加速芯片的份额。",
    ),
    ("Share of paying projects left unfunded.", "合算项目中得不到资金的份额。"),
    (
        "Share of the bloc's private investment in AI infrastructure that its named giants make.",
        "该方民间人工智能基础设施投资中由所列巨头完成的份额。",
    ),
    (
        "Share of the bloc's research on models that state money pays for.",
        "该方模型研究中由国家资金支持的份额。",
    ),
    (
        "Share of the orders of the bloc's chip makers that state money pays for.",
        "该方芯片厂商订单中由国家资金支付的份额。",
    ),
    ("Share of valuation that a crash takes.", "崩盘抹去的估值份额。"),
    ("Time over which investors learn how fast income grows.", "投资者认识收入增速所需的时间。"),
    ("Time over which mood wears off.", "市场情绪消退所需的时间。"),
    (
        "What a dollar for chip making does of what it would do in able hands.",
        "每一美元芯片资金的效果，占在能者手中效果之比。",
    ),
    (
        "What a dollar for research does of what it would do in able hands.",
        "每一美元研究资金的效果，占在能者手中效果之比。",
    ),
    ("What each bloc spent on AI chips, as far as it is known", "各阵营在人工智能芯片上的支出，就已知者"),
    (
        "What may go into AI, debt included, over the cash flow of those who could invest.",
        "可投入人工智能的资金（含举债）与可投资者现金流之比。",
    ),
    (
        "What those giants spend on capital for other purposes in 2025.",
        "这些巨头2025年用于其他用途的资本支出。",
    ),
    (
        "Years of net growth that a unit of value above cost buys: cost of adjusting.",
        "价值高出成本一个单位所换来净增长的年数：调整成本。",
    ),
    ("chip_sales", "芯片销售额"),
    ("ai_capital", "人工智能资本"),
    ("ai_investment", "民间人工智能基础设施投资"),
    ("ai_valuation", "人工智能资本的估值与成本之比"),
    ("built of what was invested, less wear", "投资建成，扣除损耗"),
    ("moved by the growth that is expected", "随预期增速而变"),
    ("worn off", "自行消退"),
    ("lost in a crash", "在崩盘中丧失"),
    ("equity_raised", "人工智能企业股权融资"),
    ("expected_growth", "预期收入增速"),
    ("giants_ai_investment", "所列巨头的人工智能基础设施投资"),
    ("giants_capex", "所列巨头的全部资本支出"),
    ("market_mood", "市场情绪"),
    ("state_ai_spending", "国家人工智能支出"),
    ("state_infrastructure", "国家资金建成的基础设施"),
    ("unfunded_share", "合算而无资金的投资份额"),
    // Adoption and the price of use.
    ("1/USD", "每美元"),
    ("Active parameters of a typical model of capability zero.", "能力为零的典型模型的激活参数量。"),
    (
        "Capability at which half of the work that needs no equipment is covered.",
        "无需设备的工作有一半可由人工智能承担时的能力。",
    ),
    ("Capability over which choice between models scatters.", "用户在模型之间的选择随能力差异而分散的尺度。"),
    ("Capability over which coverage comes.", "覆盖率随能力上升的尺度。"),
    (
        "Capability that is needed more where all work needs equipment.",
        "全部工作都需要设备的行业所额外需要的能力。",
    ),
    (
        "Capability that the bloc's users lose in using a foreign model that is not open.",
        "本方用户使用不开放的外国模型时损失的能力。",
    ),
    (
        "Chips that serve, and what others offer, decide what a million tokens cost",
        "推理芯片与竞争者的供给决定每百万词元的价格",
    ),
    (
        "Cost of a serving chip for a year, power included, in 2023.",
        "2023年一枚推理芯片一年的成本（含电力）。",
    ),
    (
        "Effectiveness of push: share of the change it would pay for that comes about.",
        "推动的有效性：其资金本可支付的转变中真正实现的份额。",
    ),
    ("Elasticity of users' tokens to the price.", "用户词元用量对价格的弹性。"),
    ("Error of a typical list price, one standard deviation.", "典型标价的误差（一个标准差）。"),
    ("Error of reported revenue, one standard deviation.", "已报告收入的误差（一个标准差）。"),
    (
        "Error of the odds of surveys and telemetry, one standard deviation.",
        "调查与遥测所得胜算的误差（一个标准差）。",
    ),
    ("Experience of use", "使用经验"),
    ("Fall of that cost.", "该成本的下降速度。"),
    ("Growth of active parameters with capability.", "激活参数量随能力的增长。"),
    (
        "How far an ageing society raises what its state spends on pushing.",
        "老龄化使国家推动支出上升的程度。",
    ),
    ("How fast experience lowers the cost of change.", "经验降低转变成本的速度。"),
    ("How much more use is worth where more tasks are exposed.", "可受影响的任务越多，使用价值增加的程度。"),
    ("Lead over open models over which the margin comes back.", "利润率随领先开放模型的幅度而恢复的尺度。"),
    ("List price of a typical model over what users pay.", "典型模型标价与用户实付价格之比。"),
    ("Margin over cost where no open model is near.", "附近没有开放模型时的成本加成。"),
    (
        "Odds that a firm counts as using AI in the Census survey, over those of output.",
        "企业在普查调查中被计为使用人工智能的胜算与按产出计算的胜算之比。",
    ),
    (
        "Odds that a person of working age counts as a user by telemetry, over those of output.",
        "劳动年龄人口在遥测中被计为用户的胜算与按产出计算的胜算之比。",
    ),
    (
        "Odds that a terminal or agent counts towards the Chinese plan's penetration, over those of output.",
        "终端或智能体计入中国规划普及率的胜算与按产出计算的胜算之比。",
    ),
    ("Rate at which the price follows cost and scarcity.", "价格跟随成本与稀缺程度调整的速度。"),
    ("Rate at which use that does not pay is given up.", "不划算的使用被放弃的速度。"),
    ("Rate of take-up by example.", "受他人示范而采用的速度。"),
    ("Rate of take-up on one's own account.", "自主采用的速度。"),
    (
        "Saving over value added where AI does all it can, at an exposure of 0.4.",
        "可受影响任务占比为0.4且人工智能尽其所能时，节省额与增加值之比。",
    ),
    ("Scatter among users of what use is worth to them.", "使用价值在用户之间的离散程度。"),
    ("Share of a bloc's serving capacity that serves models.", "本方推理能力中用于服务模型的份额。"),
    ("Share of laboratories' revenue that reports cover.", "已报告数据所覆盖的实验室收入份额。"),
    (
        "Share of peak arithmetic that serving achieves, idle hours included, software of 2023-Q1.",
        "推理达到的峰值运算份额（含空闲时间，以2023年一季度软件为准）。",
    ),
    ("Share of progress in software that makes serving cheaper too.", "软件进步中同时使推理更便宜的份额。"),
    ("Share of that margin that an open model as good takes away.", "同样好的开放模型所夺走的加成份额。"),
    ("Speed at which the bloc's users absorb a new technology.", "本方用户吸收新技术的速度。"),
    (
        "Those for whom use pays take it up, faster where others have and where the state pushes",
        "使用划算者采用人工智能，已有他人采用或国家推动之处更快",
    ),
    (
        "Tokens per dollar of value added where AI covers all, at a dollar a million.",
        "人工智能覆盖全部工作、每百万词元一美元时，每美元增加值所需的词元数。",
    ),
    ("USD per million tokens", "美元每百万词元"),
    ("Use of AI", "人工智能的使用"),
    ("What the state spends on lowering users' cost.", "国家用于降低用户成本的支出。"),
    ("Yearly cost of change over value added, before experience.", "尚无经验时每年的转变成本与增加值之比。"),
    ("Years over which a change is written off.", "转变成本摊销的年数。"),
    ("adoption_push", "国家推动采用的支出"),
    ("adoption_subsidy", "国家对使用的补贴"),
    ("ai_use_firms", "企业部门的人工智能使用率"),
    ("ai_use_share", "人工智能使用率"),
    ("billion USD of 2024 a year", "2024年十亿美元每年"),
    ("firms_using_ai_share", "使用人工智能的企业份额（观测）"),
    ("gained by use", "因使用而积累"),
    ("given up because it does not pay", "因不划算而放弃"),
    ("industry_ai_use", "各行业的人工智能使用率"),
    ("intelligent_terminals_share", "智能终端与智能体普及率（规划口径）"),
    ("laboratory_revenue", "实验室收入"),
    ("laboratory_revenue_usd", "已报告的实验室收入（观测）"),
    ("parameters", "个参数"),
    ("people_using_ai_share", "使用人工智能的人口份额（观测）"),
    ("sectors", "个行业"),
    ("sectors_led", "使用率领先的行业数"),
    ("serving_used_share", "推理能力的利用份额"),
    ("taken up because the state pushed", "因国家推动而采用"),
    ("taken up on users' own account", "用户自主采用"),
    ("token_price_usd", "词元标价（观测）"),
    ("tokens a year", "词元每年"),
    ("tokens_used", "使用的词元"),
    ("use_price", "使用价格"),
    ("use_revenue", "用户支出"),
    ("years of use by all", "全体使用年数"),
    // Economy and legitimacy.
    ("people", "人"),
    ("1/point", "每点"),
    ("percent a year", "百分比每年"),
    ("percentage points a year", "个百分点（每年）"),
    ("index points", "指数点"),
    ("USD of 2024 a year per person", "2024年美元每人每年"),
    ("gdp", "国内生产总值"),
    ("gdp_without_ai", "没有人工智能时的产出"),
    ("gdp_per_worker", "劳动年龄人口人均产出"),
    ("gdp_growth", "经济增速"),
    ("gdp_growth_from_ai", "人工智能对增速的贡献"),
    ("fiscal_room", "财政空间"),
    ("satisfaction", "民众满意度"),
    ("repression", "压制强度"),
    ("Capital", "资本"),
    ("invested", "投资"),
    ("worn out", "折旧"),
    (
        "Output comes from capital, people and what they know, to which AI adds slowly",
        "产出来自资本、人和知识，人工智能使知识缓慢增加",
    ),
    (
        "Growth below what is expected, displaced work and broken promises disappoint; states answer with repression",
        "增速不及预期、工作被替代、承诺落空令人失望；国家以压制回应",
    ),
    (
        "How far each point of discontent raises what the state spends on pushing.",
        "每一点不满使国家推动支出上升的程度。",
    ),
    (
        "What the state spends on pushing adoption, at the age structure of 2020 and without discontent.",
        "国家用于推动采用的支出（以2020年的年龄结构且没有不满计）。",
    ),
    ("Share of output that capital earns.", "资本所得占产出的份额。"),
    ("Yearly rate at which capital wears out.", "资本每年的折旧率。"),
    ("Growth of the bloc's capital when the study begins, in 2015.", "研究起点（2015年）本方资本的增速。"),
    ("Share of output invested in 2020.", "2020年产出中用于投资的份额。"),
    ("Share of output invested in the long run.", "长期产出中用于投资的份额。"),
    ("Rate at which the first of these shares gives way to the second.", "前一份额让位于后一份额的速度。"),
    ("Growth of productivity in 2020, AI left out.", "2020年的生产率增速（不计人工智能）。"),
    (
        "Growth of productivity in the long run, AI left out, the same for all.",
        "各方相同的长期生产率增速（不计人工智能）。",
    ),
    ("Rate at which growth of productivity comes down to its long run.", "生产率增速降至长期水平的速度。"),
    (
        "Growth of what a person of working age does: schooling and taking part.",
        "每名劳动年龄人口贡献的增速：受教育程度与劳动参与。",
    ),
    ("Output gained over what users of AI save.", "产出增加与人工智能使用者节省额之比。"),
    (
        "Share of labour's work that capital does in its place where AI covers all work and everyone uses it.",
        "人工智能胜任全部工作且人人使用时，由资本取代劳动完成的工作份额。",
    ),
    ("Mean time until what AI saves is seen in output.", "人工智能的节省体现为产出所需的平均时间。"),
    ("Share of output that the state takes.", "国家收入占产出的份额。"),
    ("Share of output that the state was bound to spend in 2020.", "2020年国家刚性支出占产出的份额。"),
    (
        "What the state must spend for each point by which the share of the aged rises, in points of output.",
        "老年人口份额每上升一个百分点，国家须增加的支出占产出的百分点。",
    ),
    (
        "Points of satisfaction for a percentage point of growth above what is expected.",
        "增速每高于预期一个百分点所增加的满意度。",
    ),
    (
        "Points of satisfaction lost for each hundredth of all work that is displaced.",
        "全部工作每被替代百分之一所损失的满意度。",
    ),
    (
        "Points of satisfaction for each hundredth by which use exceeds what the state promised.",
        "使用率每超出国家承诺百分之一所增加的满意度。",
    ),
    ("Time over which satisfaction follows what it answers to.", "满意度随其成因而变化的时间。"),
    ("Time over which expected growth follows what was lived through.", "预期增速随亲历增速而变化的时间。"),
    ("Time in which displaced people find other work.", "被替代者另找到工作所需的时间。"),
    (
        "Satisfaction at which the state represses half as hard as it can.",
        "国家压制达到其能力一半时的满意度。",
    ),
    ("Range of satisfaction over which repression comes.", "压制随满意度变化的范围。"),
    ("Time over which repression tightens.", "压制加强所需的时间。"),
    ("Time over which repression loosens.", "压制放松所需的时间。"),
    // The breakthrough.
    (
        "Near an uncertain threshold a laboratory may find a technique that speeds its research, until it leaks",
        "接近不确定的门槛时，实验室可能找到加速研究的技术，直至外泄",
    ),
    ("The technique of the breakthrough", "突破技术"),
    ("crossed the threshold", "越过门槛"),
    ("leaked from others", "由他方外泄而得"),
    ("the technique of the breakthrough improved software", "突破技术改进了软件"),
    ("Effective compute around which general intelligence is found.", "通用智能出现所在的有效算力。"),
    (
        "Whether general intelligence is to be found by scaling models at all: 1 or 0.",
        "通用智能能否通过扩大模型规模实现：1或0。",
    ),
    ("Hazard of a crossing far above the threshold.", "远高于门槛时越过门槛的风险率。"),
    ("Distance from the threshold over which the hazard comes.", "风险率在门槛附近上升的尺度。"),
    ("What the technique multiplies research input by.", "该技术使研究投入增加的倍数。"),
    ("Rate at which the technique leaks from one bloc to another.", "该技术由一方外泄至另一方的速率。"),
    (
        "How much more leaks where all of the holder's research is open.",
        "持有方研究全部公开时外泄增加的倍数。",
    ),
    ("technique_held", "掌握突破技术"),
    ("threshold_crossed", "自行越过门槛"),
    ("first_to_cross", "首个越过门槛"),
    ("crossing_chance", "越过门槛的概率（给定路径）"),
    // Institutions.
    (
        "A bloc takes on another's institutions, whole or bundle by bundle: they are parameters of other parts",
        "一方整体或分项采用另一方的制度：制度即其他部分的参数",
    ),
    (
        "How much of what a bloc takes on of another's institutions takes hold there.",
        "一方采用的他方制度中能在当地真正落地的份额。",
    ),
    (
        "How far the bloc takes on the financial system of the bloc that it imitates: friction and depth of markets",
        "本方采用所仿效一方金融体系（摩擦与市场深度）的程度",
    ),
    (
        "How far the bloc's state plans money for AI as that of the bloc that it imitates does, over value added",
        "按增加值之比，本方国家像所仿效一方那样为人工智能安排资金的程度",
    ),
    (
        "How far the bloc's cities pay AI firms as those of the bloc that it imitates do, over value added",
        "按增加值之比，本方各城市像所仿效一方那样付给人工智能企业的程度",
    ),
    (
        "How far the bloc absorbs new technology and pays for its use as the bloc that it imitates does",
        "本方像所仿效一方那样吸收新技术并为其使用出资的程度",
    ),
    (
        "How far satisfaction and repression answer as in the bloc that it imitates",
        "民众满意度与压制像在所仿效一方那样作出反应的程度",
    ),
    (
        "Innovation output: geometric mean of the model that the bloc can make by itself and of the quality of its applications",
        "创新产出：本方凭自身所能造出的模型与其应用质量的几何平均",
    ),
    ("innovation_output", "创新产出"),
    // Cities.
    (
        "Cities pay AI firms to be there and answer each other; some firms are founded, some only move",
        "城市付钱让人工智能企业落户，并彼此应对；有的企业因此新设，有的只是搬迁",
    ),
    ("A city with AI firms", "有人工智能企业的城市"),
    ("AI firms in the city", "城市中的人工智能企业"),
    ("AI firms outside the cities", "所列城市以外的人工智能企业"),
    ("moved in", "迁入"),
    ("moved away", "迁出"),
    ("founded on support", "因补贴而新设"),
    ("closed", "关闭"),
    ("What cities pay of what they promise.", "城市实际支付占承诺之比。"),
    ("How far a city makes up for rivals that pay more.", "城市追平补贴更高的竞争者的程度。"),
    ("Mean time until a city answers.", "城市作出应对的平均时间。"),
    ("Most that a city pays over what it meant to.", "城市支付的上限，与原计划之比。"),
    (
        "Support over a firm's part of value added at which support doubles the odds of a place.",
        "使地点吸引力翻倍时，补贴与企业所对应增加值之比。",
    ),
    ("Part of a place's draw that goes with the firms there.", "地点吸引力中随当地企业数变化的部分。"),
    ("Cost of moving.", "搬迁成本。"),
    ("Rate at which a firm looks at another place.", "企业考虑另一地点的速率。"),
    (
        "How much likelier a firm that came lately is to be paid.",
        "新迁入企业获补贴的可能性为其他企业的倍数。",
    ),
    (
        "Rate at which firms found others where support is ample and all of it can found.",
        "补贴充足且全部可用于新设时，企业衍生新企业的速率。",
    ),
    ("What a grant founds of what money can.", "拨款催生企业的效力。"),
    ("What money for research founds of what money can.", "研究经费催生企业的效力。"),
    ("What cheap space founds of what money can.", "低价场地催生企业的效力。"),
    ("What equity founds of what money can.", "股权投资催生企业的效力。"),
    ("What training centres found of what money can.", "训练中心催生企业的效力。"),
    (
        "Rate at which firms founded on support close, or others in their place.",
        "因补贴新设的企业（或被其挤出者）关闭的速率。",
    ),
    ("What a firm founded on support counts among entrants.", "因补贴新设的企业在进入者中的分量。"),
    (
        "Multiplies what the bloc's cities mean to pay AI firms",
        "将本方各城市计划付给人工智能企业的资金乘以此倍数",
    ),
    ("What the bloc's cities pay in programmes for AI firms", "本方各城市专项资金付给人工智能企业的数额"),
    (
        "Part of it that goes to firms that only moved: without support they would be elsewhere",
        "其中付给只是搬迁之企业的部分：若无补贴，这些企业会在别处",
    ),
    (
        "Firms that moved to the city within two years, among those that its programme pays",
        "获城市专项资金的企业中两年内迁入者的份额",
    ),
    ("AI firms of the bloc over those there would be without support", "本方人工智能企业数与无补贴时之比"),
    ("Share of its bloc's AI firms that are in the city", "该城市占本方人工智能企业的份额"),
    ("city_support", "城市对人工智能企业的补贴"),
    ("city_money_moved", "付给只是搬迁之企业的补贴"),
    ("city_recipients_moved", "获补贴企业中新迁入者的份额"),
    ("ai_firms", "人工智能企业数指数"),
    ("city_firms", "城市所占人工智能企业份额"),
    // Leadership.
    (
        "What each bloc has of the whole on seven dimensions, and of all together by weights",
        "各方在七个维度上各占多少，以及按权重合计的综合地位",
    ),
    (
        "What a log unit of capability, or of software, is worth in an index.",
        "能力或软件每一对数单位在指数中的分量。",
    ),
    ("How far the strongest takes more of the stakes than its share.", "最强者所得超过其份额的程度。"),
    ("Weight of the frontier in the composite.", "前沿在综合指数中的权重。"),
    ("Weight of diffusion in the composite.", "扩散在综合指数中的权重。"),
    ("Weight of economic gain in the composite.", "经济收益在综合指数中的权重。"),
    ("Weight of the world market in the composite.", "世界市场在综合指数中的权重。"),
    ("Weight of the military in the composite.", "军事在综合指数中的权重。"),
    ("Weight of diplomacy and standards in the composite.", "外交与标准在综合指数中的权重。"),
    ("Weight of creative and scientific output in the composite.", "创意与科学产出在综合指数中的权重。"),
    (
        "How much of what the bloc takes of the stakes beyond its part it leaves to all who get less than theirs",
        "本方在各领域利益中超出自身份额所得的部分，让给所有所得不足份额者的程度",
    ),
    ("Weight of the frontier in military strength.", "前沿在军事实力中的权重。"),
    ("Weight of compute at home in military strength.", "本土算力在军事实力中的权重。"),
    ("Weight of manufacturing in military strength.", "制造业在军事实力中的权重。"),
    ("Weight of use in the public sector in military strength.", "公共部门的使用在军事实力中的权重。"),
    ("Weight of closed models used abroad in diplomacy.", "境外使用的封闭模型在外交中的权重。"),
    ("Weight of open models used abroad in diplomacy.", "境外使用的开放模型在外交中的权重。"),
    ("Weight of products sold abroad in diplomacy.", "境外销售的产品在外交中的权重。"),
    ("Weight of freedom at home, as others see it, in diplomacy.", "他人眼中的国内自由在外交中的权重。"),
    (
        "Weight of elite researchers in creative and scientific output.",
        "顶尖研究人员在创意与科学产出中的权重。",
    ),
    (
        "Weight of software efficiency in creative and scientific output.",
        "软件效率在创意与科学产出中的权重。",
    ),
    (
        "Weight of the quality of applications in creative and scientific output.",
        "应用质量在创意与科学产出中的权重。",
    ),
    ("Weight of freedom at home in creative and scientific output.", "国内自由在创意与科学产出中的权重。"),
    ("leadership_frontier", "前沿指数"),
    ("leadership_diffusion", "扩散指数"),
    ("leadership_economy", "经济收益指数"),
    ("leadership_market", "世界市场指数"),
    ("leadership_military", "军事指数（推测）"),
    ("leadership_diplomacy", "外交与标准指数（推测）"),
    ("leadership_science", "创意与科学产出指数（推测）"),
    ("leadership", "综合领先指数"),
    ("dimensions_led", "领先的维度数"),
    ("solid_dimensions_led", "领先的非推测性维度数"),
    ("dimensions", "个维度"),
    // Applications and markets.
    (
        "Effort makes applications better; products compete at home and abroad, and those at hand bring use",
        "投入使应用变好；产品在国内外竞争，近在手边的产品带动使用",
    ),
    ("Quality of applications", "应用质量"),
    ("developed for users at hand", "为身边用户开发"),
    ("became what everybody has", "成为人人皆有"),
    ("Share of the bloc's work on AI that goes into applications.", "本方人工智能工作中投入应用的份额。"),
    (
        "Rate at which all effort, with users at hand, improves applications.",
        "在有用户的条件下，全部投入改进应用的速率。",
    ),
    (
        "Use at home at which half of what effort can do is done.",
        "投入所能实现的改进完成一半时的国内使用率。",
    ),
    (
        "Rate at which the quality of applications fades into what everybody has.",
        "应用质量的领先被人人拥有所抵消的速率。",
    ),
    (
        "What a unit of reachable capability counts in the choice of a product.",
        "每单位可用能力在产品选择中的分量。",
    ),
    (
        "What foreign products lose in the bloc's market: law, trust, language, tariffs.",
        "外国产品在本方市场的损失：法律、信任、语言、关税。",
    ),
    (
        "Network strength: how far a product draws users by having them.",
        "网络效应强度：产品因已有用户而吸引用户的程度。",
    ),
    ("Variety of uses, which takes from the pull of the largest.", "用途的多样性，削弱最大者的吸引力。"),
    ("Manufacturing in the bloc's value added.", "制造业占本方增加值的份额。"),
    ("Share of what use is worth that users pay for applications.", "使用价值中用户付给应用的份额。"),
    ("What the quality of products at hand adds to the worth of use.", "手边产品的质量对使用价值的增加。"),
    (
        "What makers at hand add to the worth of use that needs equipment.",
        "本地制造商对需要设备的使用价值的增加。",
    ),
    ("application_quality", "应用质量指数"),
    ("application_share", "应用的世界市场份额"),
    ("application_share_abroad", "应用在第三方市场的份额"),
    ("embodied_share", "嵌入式人工智能产品的世界份额"),
    ("application_revenue", "应用企业收入"),
    ("application_concentration", "应用市场的集中度"),
    ("models_used_closed", "第三方市场中使用本方封闭模型的份额"),
    ("models_used_open", "第三方市场中使用本方开放模型的份额"),
    ("output_led", "使用率领先行业的产出份额"),
    ("ai_use_manufacturing", "制造业的人工智能使用率"),
    // Units.
    ("1", "无量纲"),
    ("1/yr", "每年"),
    ("1/yr, log", "每年，对数"),
    ("yr", "年"),
    ("months", "月"),
    ("step", "步"),
    ("share", "份额"),
    ("ratio", "倍"),
    ("times the reference's of 2020", "倍（参照阵营2020年为一）"),
    ("times the reference's of 2020 a year", "倍每年（参照阵营2020年为一）"),
    ("weight", "权重"),
    ("index", "指数"),
    ("points", "分"),
    ("utility", "效用"),
    ("log", "对数"),
    (
        "log of compute times software over 1e25 FLOP, software of 2020-Q1",
        "算力与软件效率之积同1e25 FLOP之比的对数（以2020年一季度软件为准）",
    ),
    ("chips", "枚"),
    ("FLOP", "FLOP"),
    ("H100 equivalents", "H100当量"),
    ("H100 equivalents a quarter", "H100当量每季"),
    ("H100 equivalents a year", "H100当量每年"),
    ("USD of 2024", "2024年美元"),
    ("USD of 2024 a year", "2024年美元每年"),
    // Outcomes, by key.
    ("accelerator_budget", "加速器预算"),
    ("chips_imported", "合法进口的芯片"),
    ("chips_home_made", "国产芯片"),
    ("chips_smuggled", "走私的芯片"),
    ("money_unspent", "未用资金累计"),
    ("chip_price", "芯片价格与目录价之比"),
    ("chips_on_order", "在途订单"),
    ("chip_margin", "本阵营厂商的利润"),
    ("chip_fees", "许可收费"),
    ("compute_training", "训练算力"),
    ("compute_serving", "推理算力"),
    ("compute_rented", "境外租用算力"),
    ("compute_at_disposal", "可支配训练算力"),
    ("software_efficiency", "软件效率"),
    ("frontier_capability", "已发布的最强能力"),
    ("frontier_unpublished", "实验室内的最强能力"),
    ("laboratory_capability", "实验室已发布的最强能力"),
    ("laboratory_opened", "实验室已决定开放的最强能力"),
    ("largest_run", "最大训练规模"),
    ("frontier_lag_months", "前沿滞后"),
    ("borrowed_capability", "最强实验室能力中借来的部分"),
    ("open_capability", "公共领域中的最强能力"),
    ("openness_of_leader", "最强实验室开放发布的概率"),
    ("eci_best", "能力指数最高分"),
    ("eci_lag_months", "能力指数上的滞后"),
    ("arena_rating", "用户评分"),
    ("arena_gap_points", "用户评分差距"),
    ("open_arena_gap_points", "开放模型用户评分差距"),
    ("compute_stock_h100e", "累计售出的芯片"),
    ("chip_imports_h100e", "芯片进口"),
    ("training_compute_max_flop", "已公布的最大训练规模"),
    ("quality", "最高质量"),
    ("gap", "质量差距"),
    ("output", "经济产出"),
    ("hazard", "累计风险"),
    ("welfare", "贴现产出累计"),
    ("overtaken_step", "被赶超的步数"),
    // Mechanisms.
    (
        "What a laboratory lacks, it takes in part from those ahead; what it took, fades",
        "实验室所缺的能力，部分取自领先者；取来的会消退",
    ),
    (
        "Budgets buy the permitted chips by performance per dollar; some of what is denied leaks; chips age",
        "预算按每美元性能购买获准的芯片；被禁的部分有所外流；芯片会老化",
    ),
    (
        "Chips that have power become training and serving capacity, some of it rented abroad",
        "有电可用的芯片成为训练和推理算力，其中一部分在境外租用",
    ),
    (
        "Laboratories turn compute and software into models, and release them",
        "实验室把算力和软件变成模型并发布",
    ),
    (
        "What makers can make goes to those who order it, at a list price that slowly clears",
        "厂商的产能按订单分配，标价缓慢地趋于出清",
    ),
    (
        "What an observer would have measured: every observable as a function of state and nuisance",
        "观测者本会测得的数值：每个可观测量都是状态与干扰的函数",
    ),
    (
        "Dated rules say what share of each chip may be sold to each bloc",
        "有日期的规则规定每种芯片可向各阵营出售的份额",
    ),
    // Parameters.
    (
        "Rate at which the gap to a source closes with every channel open.",
        "所有渠道都畅通时，与来源的差距缩小的速度。",
    ),
    ("Rate at which borrowed capability fades.", "借来的能力消退的速度。"),
    ("Gap below which there is nothing to learn.", "差距小于此值时无可学习。"),
    ("Weight of open models, relative to the other channels.", "开放模型相对于其他渠道的权重。"),
    ("Weight of learning from published models by querying them.", "通过调用已发布模型来学习的权重。"),
    ("Weight of people who move and talk.", "人员流动与交流的权重。"),
    ("Weight of papers.", "论文的权重。"),
    ("How far people reach across blocs, against one within a bloc.", "人员跨阵营的作用程度，阵营内为1。"),
    ("Elasticity of a chip's share to its performance per dollar.", "芯片份额对每美元性能的弹性。"),
    (
        "Weight of serving (memory bandwidth) against training (arithmetic) in what buyers value.",
        "买家看重的性能中，推理（内存带宽）相对于训练（算术）的权重。",
    ),
    (
        "Pull of keeping the money, relative to the best chip on the world market.",
        "持币不买的吸引力，以世界市场上最好的芯片为比较。",
    ),
    (
        "Yearly fall, in logs, of the price of projected generations at equal performance.",
        "未来各代芯片在同等性能下价格每年的对数降幅。",
    ),
    ("Yearly rate at which chips in use are retired or fail.", "在用芯片每年退役或失效的速度。"),
    ("Ratio of a maker's true to recorded output.", "厂商实际产量与记录产量之比。"),
    (
        "Share of the budget that buys denied chips when all of the best are denied.",
        "当最好的芯片全部被禁时，用于购买被禁芯片的预算份额。",
    ),
    ("Extra price paid for smuggled chips.", "走私芯片的溢价。"),
    (
        "Share of other blocs' training capacity that the bloc's firms rent.",
        "本阵营企业租用的其他阵营训练算力的份额。",
    ),
    (
        "Weight of a laboratory in its bloc's compute; for one that takes from another, the share it takes.",
        "实验室在本阵营算力中的权重；从另一实验室分出者，为其分走的份额。",
    ),
    (
        "Share of the bloc's training capacity that its laboratories put into their largest runs.",
        "本阵营各实验室投入最大训练的训练算力份额。",
    ),
    ("Share of peak arithmetic that a run achieves.", "一次训练达到的峰值算力份额。"),
    (
        "Length of a largest run, and mean time between a laboratory's releases.",
        "最大训练的时长，也是实验室两次发布之间的平均间隔。",
    ),
    (
        "Elasticity of the demand for chips to their price, the same for all buyers.",
        "芯片需求对价格的弹性，各买家相同。",
    ),
    ("Rate at which list prices move to the price that clears.", "标价趋向出清价格的速度。"),
    ("Mean time from order to shipment.", "从订购到发货的平均时间。"),
    ("Cost of making a chip over its price in the catalogue.", "芯片制造成本与目录价之比。"),
    ("Share of a fee on licences that buyers bear.", "许可收费中由买家承担的份额。"),
    ("Ratio of true to recorded spending on accelerators.", "加速器实际支出与记录支出之比。"),
    ("Rate at which early growth gives way to long-run growth.", "早期增速让位于长期增速的速度。"),
    (
        "Value of the capabilities index for capability zero (a run of 1e25 FLOP with software of 2023-Q1).",
        "能力为零（以2023年一季度的软件做1e25 FLOP的训练）时能力指数的值。",
    ),
    ("Points of the capabilities index for one unit of capability.", "每单位能力对应的能力指数分数。"),
    (
        "Error of a bloc's best score on the capabilities index, one standard deviation.",
        "阵营能力指数最高分的误差（一个标准差）。",
    ),
    ("Rating points for one unit of capability.", "每单位能力对应的用户评分。"),
    ("Error of a bloc's best rating, one standard deviation.", "阵营最高用户评分的误差（一个标准差）。"),
    ("Error of an observed lag, one standard deviation.", "观测到的滞后的误差（一个标准差）。"),
    ("Chance that the size of a release's training run becomes known.", "发布模型的训练规模为人所知的概率。"),
    (
        "What the bloc's laboratories gain by opening, net of what the state wants.",
        "本阵营实验室从开放中所得，已扣除国家的要求。",
    ),
    (
        "Rent that the best model earns when it is far ahead of open ones.",
        "最强模型遥遥领先于开放模型时赚取的租金。",
    ),
    (
        "Lead over open models, and distance to the best, over which rent comes and goes.",
        "租金随之增减的尺度：对开放模型的领先幅度，以及与最强者的距离。",
    ),
    ("Scatter of decisions.", "决策的离散程度。"),
    (
        "Share of demand that licences let through where a rule decides case by case.",
        "规则逐案审批时，许可放行的需求份额。",
    ),
    // Power, chips of several makers and reversals.
    ("power_used", "运行中的芯片所耗电力"),
    ("power_short", "因缺电而停用的芯片份额"),
    ("electricity_twh", "发电量"),
    ("best_chip", "在售最强芯片的算力"),
    ("best_chip_memory", "在售芯片的最高显存带宽"),
    ("chip_spending", "芯片支出"),
    ("chip_spending_home", "购自本阵营厂商的芯片支出"),
    ("kW", "千瓦"),
    ("TWh a year", "太瓦时/年"),
    ("connected on request", "按申请接入"),
    ("left to others", "让与他用"),
    ("of chips bought", "来自购入的芯片"),
    ("of chips smuggled in", "来自走私的芯片"),
    ("of chips aged out", "因芯片老化退出"),
    ("Power connected for AI", "为人工智能接入的电力"),
    ("Rated power of the chips in use", "在用芯片的额定功率"),
    (
        "Chips run only as far as there is power, which follows requests slowly up to what is permitted",
        "芯片只在有电时运行；电力随申请缓慢增加，至许可上限为止",
    ),
    (
        "Power of servers and network over the rated power of the chips in them.",
        "服务器与网络的功率与其中芯片额定功率之比。",
    ),
    ("Power of a site over that of its servers.", "场所总功率与服务器功率之比。"),
    (
        "Yearly fall, in logs, of the power of projected generations at equal performance.",
        "预计各代芯片同等性能下功率的年对数降幅。",
    ),
    ("Mean time from a request for power to its connection.", "从申请用电到接入的平均时间。"),
    (
        "Most of the electricity generated in the bloc that permits let AI draw.",
        "许可所允许的人工智能用电占本阵营发电量的最高份额。",
    ),
    (
        "Share of the electricity generated that AI finds at old sites without waiting.",
        "人工智能在既有场所无需等待即可使用的发电量份额。",
    ),
    ("Growth of the bloc's generation after the record.", "记录之后本阵营发电量的增长。"),
    (
        "Exponent by which capacities of several makers add up in training: at one they do, above it they count less.",
        "多家厂商的算力在训练中相加的指数：等于一时直接相加，大于一时打折。",
    ),
    (
        "Yearly rise, in logs, of the performance of one chip along the maker's projected line.",
        "厂商预计产品线上单颗芯片性能的年对数增幅。",
    ),
    ("Hazard at which the bloc reverses each regime of its rules.", "该阵营撤销其每一套规则的风险率。"),
    // Discovery, foundries and openness.
    ("software improved as measured", "软件按实测改进"),
    ("people and experiments improved software", "人员与实验改进了软件"),
    ("AI that helped research improved software", "辅助研究的人工智能改进了软件"),
    ("research shared in the open improved software", "公开共享的研究改进了软件"),
    ("a rare discovery", "一次罕见的发现"),
    ("a jump in efficiency", "一次效率跃升"),
    ("log, 0 for the reference bloc in 2020-Q1", "对数，参照阵营2020年一季度为0"),
    ("FLOP with software of 2023-Q1", "FLOP（以2023年一季度的软件计）"),
    ("1/log", "每对数单位"),
    ("log10 FLOP", "FLOP的常用对数（量级）"),
    ("orders of magnitude", "数量级"),
    ("chip_output", "厂商产能"),
    ("software_progress", "软件距上限的进度"),
    ("research_automated", "由人工智能完成的研究任务份额"),
    ("effective_compute", "已发布的最强有效算力"),
    (
        "People, computers and openness find ways to get more from the same compute",
        "人员、算力与开放，使同样的算力发挥更大作用",
    ),
    ("How many people do research on models, in each bloc", "各阵营有多少人从事模型研究"),
    (
        "What makers can make: built with a lag, learnt with experience, bounded by memory and tools",
        "厂商的产能：建设有时滞，良率随经验提高，受存储与设备限制",
    ),
    (
        "Each release is opened or kept, by what would be lost; what is opened takes time to reach others",
        "每次发布是开放还是保留，取决于将失去什么；开放的模型需要时间才能为他人所用",
    ),
    ("Longest delay of an opened release on its way into the commons.", "开放的模型进入公共领域的最长延迟。"),
    (
        "Growth of a maker's capacity just after the last recorded year, at the catalogue's prices.",
        "最后有记录的年份之后，按目录价计厂商产能的增速。",
    ),
    ("Growth of makers' capacity in the long run, the same for all.", "各厂商相同的长期产能增速。"),
    ("Mean time from an order of capacity to its output.", "从订购产能到产出的平均时间。"),
    ("Rate at which capacity is retired.", "产能退役的速度。"),
    ("Elasticity of orders of capacity to the price of chips.", "产能订购对芯片价格的弹性。"),
    ("Fall of the gap in yield with each doubling of experience.", "经验每翻一番，良率缺口的降幅。"),
    (
        "What a chip made by others adds to experience, next to one's own.",
        "他人制造的一枚芯片对经验的贡献，自己制造的为1。",
    ),
    ("Yield at the end of the record.", "记录期末的良率。"),
    (
        "Chips for which there is memory from home and stock, over those that could be made at the end of the record.",
        "本土与库存存储可满足的芯片数，与记录期末可制造数之比。",
    ),
    ("Share of new capacity that hangs on foreign tools.", "新增产能中依赖外国设备的份额。"),
    (
        "Growth of software efficiency of the reference bloc in 2020-Q1, jumps included.",
        "参照阵营2020年一季度的软件效率增速，含跃升。",
    ),
    (
        "Growth at equal research and software, relative to the reference bloc.",
        "研究投入与软件水平相同时，相对于参照阵营的增速。",
    ),
    (
        "Software efficiency in 2020-Q1 relative to the reference bloc, in logs.",
        "2020年一季度相对于参照阵营的软件效率（对数）。",
    ),
    (
        "Returns to research: doublings of efficiency for each doubling of all research ever done.",
        "研究回报：累计研究每翻一番，效率翻几番。",
    ),
    ("How the growth of software rises with research input: its elasticity.", "软件增速对研究投入的弹性。"),
    (
        "Substitution between labour and experiments: the elasticity is 1/(1 − this).",
        "人力与实验之间的替代：弹性为1/(1 − 此值)。",
    ),
    (
        "Weight of labour in research, the rest being that of experiments.",
        "研究中人力的权重，其余为实验的权重。",
    ),
    (
        "How research labour counts: less than one where many hinder each other.",
        "研究人力如何计算：人多互相妨碍时小于1。",
    ),
    ("How compute for experiments counts.", "实验算力如何计算。"),
    (
        "Slope of the share of research tasks that AI does, in effective compute.",
        "人工智能完成的研究任务份额随有效算力变化的斜率。",
    ),
    (
        "Effective compute at which AI does half of all research tasks.",
        "人工智能完成一半研究任务时的有效算力。",
    ),
    (
        "Most that software can ever improve on that of the reference bloc in 2020-Q1.",
        "软件相对于参照阵营2020年一季度所能达到的最大改进。",
    ),
    ("Share of the compute at disposal that goes into experiments.", "可支配算力中用于实验的份额。"),
    (
        "Gain in research input of a laboratory inside the open community.",
        "身处开放社群的实验室在研究投入上的增益。",
    ),
    (
        "Rare jumps a year for as many elite researchers as the reference bloc had in 2020.",
        "以参照阵营2020年的顶尖研究者人数计，每年的罕见跃升次数。",
    ),
    ("Least size of a rare jump.", "罕见跃升的最小幅度。"),
    (
        "Exponent of the Pareto tail of rare jumps: the less, the heavier.",
        "罕见跃升帕累托尾部的指数：越小尾部越厚。",
    ),
    (
        "Efficiency jumps a year for as many researchers as the reference bloc had in 2020.",
        "以参照阵营2020年的研究者人数计，每年的效率跃升次数。",
    ),
    ("Size of an efficiency jump.", "效率跃升的幅度。"),
    (
        "Researchers on models in 2020-Q1, over those of the reference bloc.",
        "2020年一季度研究模型的人数，相对于参照阵营。",
    ),
    (
        "Researchers on models in the reference bloc in 2020-Q1: the unit in which all others are counted.",
        "2020年一季度参照阵营研究模型的人数：其余各数都以此为一来计。",
    ),
    (
        "Most of the people of working age who can be researchers, in all fields together.",
        "劳动年龄人口中最多能成为研究者的份额，各领域合计。",
    ),
    (
        "Most of the researchers of all fields who can do research on models.",
        "各领域研究者中最多能研究模型的份额。",
    ),
    (
        "Elite researchers among all researchers, relative to the reference bloc.",
        "顶尖研究者所占比例，相对于参照阵营。",
    ),
    ("Growth of the number of researchers in 2020.", "2020年研究者人数的增速。"),
    ("Growth of the number of researchers in the long run.", "研究者人数的长期增速。"),
    ("Researchers", "研究者"),
    ("came out of training", "受训期满"),
    ("left research", "离开科研"),
    ("moved between blocs", "跨境流动"),
    (
        "People are trained to do research, leave it, and move to where there is money and freedom for it",
        "人们受训从事科研，也会离开，并流向有资金、有自由之处",
    ),
    ("Rate at which researchers leave research.", "研究者离开科研的速率。"),
    (
        "Mean time from the decision to become a researcher to research.",
        "从决定成为研究者到从事科研的平均时间。",
    ),
    (
        "How many more begin to train for a log unit more of money for a researcher, relative to the world.",
        "人均资金（相对世界）的对数每增加一，开始受训的人数增加的份额。",
    ),
    ("Rate at which a researcher looks for another post.", "研究者另谋职位的速率。"),
    (
        "How what a post is worth answers money for a researcher, relative to the world: an elasticity.",
        "职位的吸引力对人均科研资金（相对世界）的弹性。",
    ),
    ("Share of what a post is worth that the most repression takes.", "最强压制使职位吸引力丧失的份额。"),
    ("researchers", "研究者人数"),
    ("researcher_migration", "研究者净流入"),
    (
        "Money trains and draws researchers, researchers make better models, and better models bring money",
        "资金培养并吸引研究者，研究者做出更好的模型，更好的模型带来资金",
    ),
    (
        "Revenue buys compute, compute makes capability, and capability earns revenue",
        "收入换来算力，算力带来能力，能力带来收入",
    ),
    (
        "Chips that outrun power stand still, are worth less, and fewer are bought",
        "芯片多于电力便有闲置，闲置则贬值，于是少买",
    ),
    (
        "AI makes economies grow, and larger ones put more into AI",
        "人工智能使经济增长，更大的经济体对其投入更多",
    ),
    (
        "Buyers leave the maker whose chips are dear, until they are dear no longer",
        "买家离开芯片昂贵的厂商，直到其不再昂贵",
    ),
    (
        "Chips kept from a bloc make those at home dear, which builds foundries, which make it independent",
        "禁运使一方本国芯片变贵，变贵促使建厂，建厂带来独立",
    ),
    ("Who makes more chips learns to make more of them, and sells more", "造得多便学会造得更多，也卖得更多"),
    (
        "Orders that outrun output make chips dear, and fewer are ordered",
        "订单超过产出使芯片变贵，于是订单减少",
    ),
    (
        "Where an open model is as good, keeping the next one earns nothing, and it is opened too",
        "已有同样好的开放模型时，保留下一个并无收益，于是也开放",
    ),
    (
        "What is opened others take, and what they make with it they open",
        "开放的为他人所用，他人由此做出的也会开放",
    ),
    (
        "The further behind, the more there is to borrow; the nearer, the less",
        "落后越远可借鉴越多，越接近则越少",
    ),
    (
        "Able models do the research that makes the next ones abler",
        "有能力的模型参与研究，使后来的模型更有能力",
    ),
    ("Capability finds the technique, and the technique makes capability", "能力找到技术，技术又带来能力"),
    (
        "Open models make use cheap, cheap use spreads, and what is left of the rent buys less of the next model",
        "开放模型使使用便宜，便宜的使用得以普及，所剩租金能买到的下一代模型则更少",
    ),
    (
        "Growth of income lets investors expect more of it, and what they put in makes it grow",
        "收入增长使投资者预期更高，其投入又使收入增长",
    ),
    (
        "Use that outruns what can be served makes use dear, and fewer use",
        "使用超过服务能力则变贵，于是使用者减少",
    ),
    (
        "Discontent makes a state push use; use makes growth and displaces work, which please and displease",
        "不满促使国家推动使用；使用带来增长也取代工作，有喜有忧",
    ),
    ("Use makes products better, and better products bring use", "使用使产品更好，更好的产品带来使用"),
    ("The more has been used, the less it costs to change over", "使用积累越多，转换成本越低"),
    (
        "Cities found firms, firms make products, products make the output that lets cities pay",
        "城市催生企业，企业做出产品，产品带来的产出使城市得以出资",
    ),
    ("growth of the best capability", "最佳能力的增速"),
    ("capability of the first bloc above the second's", "第一方能力高出第二方之数"),
    ("months by which the second bloc is behind", "第二方落后的月数"),
    ("growth of output of both blocs", "双方产出的增速"),
    (
        "in the race compute must be made, powered and paid, and software nears a ceiling; the textbook buys compute at a price that falls at one rate",
        "完整模型中算力须制造、供电并付款，软件趋近上限；教科书模型则以匀速下降的价格购买算力",
    ),
    (
        "the textbook lets software alone spill over, in levels; the race lends capability itself, and the more the wider the gap",
        "教科书模型只有软件水平会外溢；完整模型外溢的是能力本身，差距越大外溢越多",
    ),
    (
        "the textbook has the gap over its growth; the race reads dates of releases, so a gap of the same size is older where growth is slower",
        "教科书模型以差距除以增速；完整模型按发布日期计，增速越慢，同样的差距代表的时间越长",
    ),
    (
        "the textbook adds to growth whatever is used, at once and for good; in the race what use saves raises the level, after years, and growth without AI fades",
        "教科书模型中使用立即并永久地提高增速；完整模型中使用所省的数年后提高水平，而无人工智能的增速渐退",
    ),
];

/// The Chinese of an English text, or of an outcome's key.
pub(crate) fn chinese(english: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == english).map(|(_, chinese)| *chinese)
}

#[cfg(test)]
mod tests {
    use super::*;
    use overtake::kernels::ModelKind;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Sentences of the ledger's lines; they stand beside the mechanisms that write them and in no declaration.
    fn lines() -> BTreeSet<String> {
        let race = Path::new(env!("CARGO_MANIFEST_DIR")).join("../race/src");
        let files =
            std::fs::read_dir(race).expect("it is there").map(|entry| entry.expect("an entry").path());
        let mut all = BTreeSet::new();
        for file in files.filter(|path| path.extension().is_some_and(|e| e == "rs")) {
            let text = std::fs::read_to_string(file).expect("read");
            for line in text.split("Line {").skip(1) {
                let Some(sentence) = line.split_once("sentence:").filter(|(before, _)| !before.contains('}'))
                else {
                    continue;
                };
                all.insert(sentence.1.split('"').nth(1).expect("a sentence").to_owned());
            }
        }
        assert!(all.contains("bought") && all.contains("learnt from papers"), "{all:?}");
        all
    }

    #[test]
    fn whatever_the_model_declares_has_a_chinese_text() {
        let mut texts = lines();
        let race = ModelKind::Race.declaration();
        for model in ModelKind::ALL.map(ModelKind::declaration) {
            texts.extend(model.stocks.iter().flat_map(|s| [s.sentence, s.unit]).map(str::to_owned));
            texts.extend(model.outcomes.iter().flat_map(|o| [o.key, o.unit]).map(str::to_owned));
            texts.extend(model.parameters.iter().map(|p| p.unit.to_owned()));
        }
        texts.extend(race.mechanisms.iter().map(|m| m.sentence.to_owned()));
        texts.extend(race.parameters.iter().map(|p| p.sentence.to_owned()));
        texts.extend(race.loops.iter().map(|l| l.sentence.to_owned()));
        let lacking: Vec<&String> = texts.iter().filter(|text| chinese(text).is_none()).collect();
        assert!(lacking.is_empty(), "crates/cli/src/chinese.rs lacks {lacking:#?}");
    }

    #[test]
    fn no_text_stands_twice_and_none_stayed_english() {
        let mut seen = BTreeSet::new();
        for (english, text) in TEXTS {
            assert!(seen.insert(english), "`{english}` stands twice");
            let stays = *text == "FLOP";
            assert!(stays || text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{text}");
        }
    }
}
