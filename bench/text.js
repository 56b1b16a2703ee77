// Running text for the benchmark: English and Chinese of real words in the frequencies of real text, seeded. Written for this project; nothing is taken from a corpus.
// It reads as nonsense, but lengths, letters, word shapes, punctuation, numbers and the share of rare words are those of web pages.

// Most frequent first.
const functionWords =
  'the of and to a in is that for it on with as was are be this by you or from at have not an but we they which his their your all can has will more one if about would there were her when what so who no been other out up into than them some time only its my new our then may any also these two how do did over after such most could because through between before where many must should those well even while under both during each very here just like against without again same since until within among however'.split(
    ' ',
  )
const contentWords =
  'people year way day man thing woman life child world school state family student group country problem hand part place case week company system program question work government number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city community name president team minute idea body information back parent face others level office door health person art war history party result change morning reason research girl guy moment air teacher force education make know get think see take come want look use find give tell call try ask need feel become leave put mean keep let begin seem help talk turn start show hear play run move live believe hold bring happen write provide sit stand lose pay meet include continue set learn lead understand watch follow stop create speak read allow add spend grow open walk win offer remember love consider appear buy wait serve die send expect build stay fall cut reach kill remain suggest raise pass sell require report decide pull good first last long great little own old big high different small large next early young important few public bad able local sure free better true whole special clear recent certain personal strong possible medical current single main final general human late hard major social real open low short easy common simple past single local data model network price market product customer order page site link search click view image photo video content article review comment post blog email address phone contact support account user password login register download file version update software code function value table list item field form button window screen page design style color font size width height color paper plant tree flower garden river mountain sea beach island forest animal dog cat horse bird fish food meal recipe sugar salt butter flour egg milk cheese bread meat chicken rice oil pepper onion garlic tomato potato apple orange lemon wine beer coffee tea cup glass plate kitchen oven minute heat cook bake serve mix stir add doctor patient hospital disease treatment drug cancer blood heart brain skin pain test cell gene protein virus vaccine clinical risk effect symptom therapy nurse surgery diet weight exercise sleep stress energy carbon climate weather temperature wind rain snow storm summer winter spring autumn season sun moon star earth planet space science theory method analysis experiment measure sample figure equation physics chemistry biology mathematics computer engine machine device battery sensor signal circuit metal steel wood glass plastic stone bridge road street train station airport flight ticket hotel travel trip tour visit guide map north south east west coast valley lake bank loan credit tax income budget cost profit sale trade stock share fund invest interest rate insurance contract court judge lawyer police crime prison evidence witness trial right freedom vote election candidate campaign policy minister parliament senate congress council committee army soldier weapon battle peace treaty border foreign nation citizen culture language church god prayer faith temple festival music song band album concert dance film movie actor director scene theatre stage novel poem author chapter character reader publisher magazine newspaper editor journalist radio television channel sport football basketball baseball tennis golf match player coach league season goal score champion race medal olympic training skill career salary employee manager staff interview resume degree course university college professor lecture exam grade teacher classroom lesson homework project deadline meeting agenda schedule plan goal target strategy quality process standard requirement feature performance speed memory storage server client browser application platform interface database query security privacy encryption key token access permission error warning message notification setting option default parameter variable string array object class method library package module import export test debug deploy release license copyright patent trademark owner rights notice terms condition agreement liability warranty damage claim dispute refund delivery shipping warehouse supplier factory production equipment material component assembly inspection maintenance repair safety accident fire emergency rescue'.split(
    ' ',
  )
const prefixes = [...Array(24).fill(''), 're', 'un', 'over', 'under', 'out', 'inter', 'pre', 'non-', 'self-', 'multi', 'micro', 'anti-']
const suffixes = [
  '',
  's',
  's',
  'ed',
  'ing',
  'er',
  'ers',
  'ly',
  'ness',
  'ment',
  'ments',
  'al',
  'ation',
  'able',
  'ful',
  'less',
  'ish',
  'ism',
  'ist',
  'ity',
  'ize',
  'like',
  'wise',
  '-based',
  'ship',
]
const firstNames =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Betty Mark Helen Paul Sandra Steven Ashley Andrew Emily Kevin Donna Brian Carol George Ruth Edward Anna Peter Laura Henry Julia Walter Alice Arthur Grace'.split(
    ' ',
  )
const places =
  'London Paris Berlin Madrid Rome Vienna Chicago Boston Seattle Denver Houston Dallas Toronto Sydney Dublin Oxford Cambridge California Texas Florida Ohio England Scotland France Germany Spain Italy India Japan China Brazil Canada Mexico Russia Egypt Kenya Europe Asia Africa America'.split(
    ' ',
  )
const nameParts =
  'al an bar ben ber cal car dal dan del den dor el er fer gar gen hal han har hel jan kel ken kin lan len lin lo mar mel mil mon mor nel nor os pal per ral ran ren rin ros sal san sel son tan tel ten ton val van ver vin wal wil win'.split(
    ' ',
  )

const hanFunction =
  '的 了 在 是 和 也 就 都 而 及 与 着 或 一个 没有 我们 你们 他们 她 他 我 你 它 这 那 这个 那个 这些 那些 不 很 更 最 还 又 再 已经 正在 可以 能够 应该 必须 需要 因为 所以 但是 如果 虽然 然后 以及 通过 对于 关于 根据 其中 之间 之后 以前 以上 以下 等 中 上 下 里 为 以 从 到 对 把 被 让 向 将 并 且 则 其 该 此 各 每 什么 怎么 如何 为什么 进行 使用 成为 作为 由于 同时 目前 现在 今天 今年 去年 时候 情况 方面 问题 部分 主要 重要 不同 很多 一些 一般 一定 一样 可能 非常 比较 特别 尤其'.split(
    ' ',
  )
const hanContent =
  '中国 社会 经济 发展 国家 政府 市场 企业 公司 管理 服务 技术 科学 研究 教育 学校 学生 老师 大学 工作 生活 人民 城市 农村 地区 世界 国际 文化 历史 艺术 音乐 电影 电视 新闻 媒体 网络 互联网 计算机 手机 软件 系统 数据 信息 安全 产品 质量 价格 消费 客户 用户 平台 项目 投资 金融 银行 股票 基金 保险 贷款 房地产 建筑 工程 设计 材料 设备 机器 汽车 交通 道路 铁路 机场 飞机 旅游 酒店 景点 公园 山水 河流 湖泊 海洋 天气 气候 环境 保护 污染 能源 电力 石油 煤炭 农业 粮食 水果 蔬菜 食品 饮食 健康 医院 医生 患者 疾病 治疗 药物 手术 检查 症状 疫苗 身体 心理 运动 足球 篮球 比赛 球队 冠军 选手 法律 法院 法官 律师 合同 权利 义务 责任 规定 制度 标准 要求 条件 方法 过程 结果 原因 影响 作用 关系 结构 功能 特点 优势 缺点 价值 意义 目标 计划 方案 措施 政策 改革 创新 开放 合作 交流 会议 报告 文件 通知 申请 审批 登记 证书 身份 姓名 地址 电话 邮箱 账号 密码 登录 注册 下载 安装 点击 页面 图片 视频 文章 作者 读者 出版 图书 小说 故事 人物 情节 语言 文字 汉字 英语 翻译 词汇 句子 课程 考试 成绩 作业 训练 能力 经验 知识 理论 实践 实验 分析 模型 算法 参数 变量 函数 程序 代码 测试 版本 更新 发布 父母 孩子 家庭 朋友 女性 男性 老人 青年 儿童 婚姻 爱情 幸福 快乐 痛苦 希望 梦想 努力 成功 失败 机会 挑战 压力 时间 地点 空间 数量 规模 速度 温度 颜色 形状 声音 味道 感觉 想法 观点 态度 行为 习惯 传统 节日 春节 中秋 北京 上海 广州 深圳 杭州 南京 成都 武汉 西安 重庆 天津 山东 江苏 浙江 广东 四川 湖南 河北 台湾 香港 美国 日本 英国 法国 德国 俄罗斯 韩国 欧洲 亚洲 非洲 提高 增加 减少 加强 改善 建立 实现 完成 开始 结束 继续 支持 反对 同意 认为 表示 指出 介绍 说明 解释 了解 学习 掌握 提供 获得 选择 决定 参加 组织 领导 负责 帮助 解决 处理 避免 防止 促进 推动 形成 产生 出现 存在 属于 包括 具有 符合 适合 超过 达到 保持 维护 修改 删除 添加 打开 关闭 返回 输入 输出 显示 保存 打印 购买 销售 支付 订单 物流 快递 优惠 活动 会员 评价 推荐 热门 最新 免费 官方 正式 公开 详细 具体 简单 复杂 明显 严重 积极 有效 合理 稳定 丰富 美丽 优秀 先进 现代 古代 传统 绿色 红色 白色 黑色 早上 晚上 下午 星期 小时 分钟 世纪 时代 年代 阶段 期间 先生 女士 教授 专家 记者 经理 主任 局长 市长 总统 主席 代表 委员 干部 职工 员工 农民 工人 士兵 警察'.split(
    ' ',
  )
const hanCharacters =
  '一丁七万丈三上下不与专且世业东丝两严个中丰临为主丽举久义之乐乘九也习书买乱了予争事二于云互五井亚些交产享京亮人亿什今介从他付代令以仪们件价任份企伊休优会传伤似但位低住体何余作你使例供依侧便促保信修倍候借值停健偏做像元先光克免党入全八公六共关其具典养内再写军农冲决况冷准减出击分切列则创初判利别到制刻前剧力办功加动助劳势勇勒包北区医十千半华协单卖南占卡卫印危即却原去参又及友双反发取受变口古只叫可史右叶号司各合同名后向吗否听员告味命和品响哪商善器回因团困围固国图圆圈土在地场块坚坐型城基堂境增士声处备复外多夜大天太失头奇奋好如妈始委姓婚子字存孙学宁安完定宝实审客宣室害家容密富察对寻导封射将小少尔尚就尽局层居展属山岁岛川州工左巨差己已市布师希带常干平年并广庆库应底店府度座康延建开式引张弹强当录形彩影往径待很律得微心必快念怀态怎思急性怪总恶情想意愿感慢成我或战户房所手才打扩批找承技把投抗折护报担拉招拿持指按据授掉排接控推描提插握搜播操支收改放政故效敌教散数整文料断新方施旅族无日早时明易星春是显晚景晶智更最月有服望朝期木未本术机权李村束条来板极林果某查标树校样核根格案桥械检模次欢欧止正此步武死段母每比毛民气水永求江池没河油治法波注活派流测济海消深清温游湖源满演火灯点热然照片版牌物特状独率王环现班球理生用田由电男画界留略疗白百的皮监目直相省看真眼着知短石码研破础确示社神票福离种科秒积称移程稳空立站竞章端笑第等答策算管类粉精系紧素索线组织终经结给统继续维综编置罗美群老考者而联股育胜能脑自至致船良色节若范茶草药获菜营落著虽血行街补表被装西要见规视觉角解言计认议记许论设访证评识词试话该详语误说请诸读课调谈象责败货质费资赛走起超越足路车转轮轻载较辑输达过运近还这进远连追退送适选通速造道部都配酒采里重量金针钟钱铁银销错长门闭问间阳阶阻附际陆降限院除险随难集雷需非面革音页项顺须领频题风食饭馆香马高鱼鸟黄黑齐龙'

/** Draws ranks by Zipf's law with an offset (Mandelbrot): weight 1 / (rank + shift) ^ exponent, through a table of cumulated weights. */
function ranks(size, exponent, shift) {
  const sums = new Float64Array(size)
  let sum = 0
  for (let i = 0; i < size; i++) {
    sum += 1 / (i + 1 + shift) ** exponent
    sums[i] = sum
  }
  return (r) => {
    const wanted = r * sum
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle] < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Words follow each other by habit: more than half of the time one of a few that usually come after the last one. */
function habits(random, draw, size) {
  const after = new Array(size)
  let last = 0
  return () => {
    after[last] ??= Array.from({ length: 8 }, draw)
    last = random() < 0.6 ? after[last][Math.floor(random() ** 2 * 8)] : draw()
    return last
  }
}

const unique = (list) => [...new Set(list)]
const capital = (word) => word[0].toUpperCase() + word.slice(1)

/** Writers of text that share one vocabulary; `random` decides everything. */
export function writers(random) {
  const pick = (list) => list[Math.floor(random() * list.length)]
  const below = (n) => Math.floor(random() * n)
  const digits = (n) => Array.from({ length: n }, () => below(10)).join('')

  // Function words first, then content words, then ever rarer derived words and names: 60,000 words, as a crawl of this size has.
  const content = unique(contentWords).sort(() => random() - 0.5)
  const english = unique([...functionWords, ...content])
  const derived = new Set(english)
  while (derived.size < 45_000) derived.add(pick(prefixes) + pick(content) + pick(suffixes))
  while (derived.size < 60_000) derived.add(capital(pick(nameParts) + pick(nameParts) + (random() < 0.4 ? pick(nameParts) : '')))
  const words = [...english, ...[...derived].slice(english.length).sort(() => random() - 0.5)]
  const rank = ranks(words.length, 1.16, 3)
  const word = habits(random, () => rank(random()), words.length)

  const chinese = unique([...hanFunction, ...unique(hanContent).sort(() => random() - 0.5)])
  const rare = new Set(chinese)
  while (rare.size < 40_000) rare.add(pick(hanCharacters) + pick(hanCharacters) + (random() < 0.25 ? pick(hanCharacters) : ''))
  const hanWords = [...rare]
  const hanRank = ranks(hanWords.length, 1.1, 8)
  const hanWord = habits(random, () => hanRank(random()), hanWords.length)

  const host = () =>
    `${random() < 0.4 ? 'www.' : ''}${pick(content)}${random() < 0.5 ? pick(content) : pick(nameParts)}.${pick(['com', 'com', 'com', 'org', 'net', 'co.uk', 'de', 'io', 'cn', 'com.cn', 'edu'])}`
  const url = () =>
    `http${random() < 0.8 ? 's' : ''}://${host()}/${pick(content)}${random() < 0.5 ? `/${pick(content)}-${pick(content)}-${pick(content)}` : ''}${random() < 0.3 ? `/${digits(5 + below(4))}` : ''}${random() < 0.2 ? `?${pick(content)}=${digits(3)}&page=${below(20)}` : random() < 0.3 ? '.html' : ''}`
  const year = () => 1950 + below(75)
  const price = () => `${random() < 0.5 ? '$' : random() < 0.5 ? '€' : '£'}${1 + below(999)}${random() < 0.4 ? `.${digits(2)}` : ''}`
  const month = () => pick('January February March April May June July August September October November December'.split(' '))
  const person = () => `${pick(firstNames)} ${capital(pick(nameParts) + pick(nameParts))}`

  function englishToken(style) {
    const r = random()
    if (r < 0.012) return String(below(10) < 7 ? below(100) : below(10_000))
    if (r < 0.016) return String(year())
    if (r < 0.019) return `${1 + below(28)} ${month()} ${year()}`
    if (r < 0.022) return price()
    if (r < 0.025) return `${below(100)}.${below(10)}%`
    if (r < 0.034) return person()
    if (r < 0.042) return pick(places)
    if (r < 0.045) return pick(['U.S.', 'e.g.', 'i.e.', 'NASA', 'IBM', 'HTML', 'PDF', 'API', 'CEO', 'Dr.', 'Mr.', 'Mrs.', 'vs.', 'etc.'])
    if (r < 0.052)
      return style.curly
        ? pick(['don’t', 'it’s', 'I’m', 'you’re', 'can’t', 'isn’t', 'that’s'])
        : pick(["don't", "it's", "I'm", "you're", "can't", "isn't", "that's"])
    return words[word()]
  }
  function englishSentence(style) {
    const length = 4 + Math.floor(-Math.log(1 - random()) * 14)
    let text = capital(englishToken(style))
    for (let i = 1; i < Math.min(length, 60); i++) {
      const r = random()
      if (r < 0.055) text += ','
      else if (r < 0.06) text += style.curly ? ' –' : ' -'
      else if (r < 0.063) text += ';'
      if (r > 0.985)
        text += style.curly ? ` “${englishToken(style)} ${englishToken(style)}”` : ` "${englishToken(style)} ${englishToken(style)}"`
      else if (r > 0.975) text += ` (${englishToken(style)} ${englishToken(style)})`
      else text += ` ${englishToken(style)}`
    }
    return text + (random() < 0.92 ? '.' : random() < 0.5 ? '?' : '!')
  }
  function chineseSentence(style) {
    const length = 5 + Math.floor(-Math.log(1 - random()) * 12)
    let text = ''
    for (let i = 0; i < Math.min(length, 60); i++) {
      const r = random()
      if (r < 0.02) text += String(below(10) < 7 ? below(100) : below(10_000))
      else if (r < 0.026) text += `${year()}年${random() < 0.5 ? `${1 + below(12)}月${1 + below(28)}日` : ''}`
      else if (r < 0.029) text += `${below(100)}.${below(10)}%`
      else if (r < 0.036) text += pick(['App', 'GDP', 'AI', 'CEO', 'PDF', 'Python', 'iPhone', 'WiFi', 'VIP', 'CPU', words[word()]])
      else if (r < 0.042) text += style.wide ? '《' + hanWords[hanWord()] + hanWords[hanWord()] + '》' : '“' + hanWords[hanWord()] + '”'
      else text += hanWords[hanWord()]
      if (i < length - 1 && random() < 0.13) text += random() < 0.85 ? '，' : '、'
    }
    return text + (random() < 0.93 ? '。' : random() < 0.5 ? '？' : '！')
  }
  return {
    pick,
    below,
    digits,
    words,
    content,
    hanWords,
    word: () => words[word()],
    hanWord: () => hanWords[hanWord()],
    host,
    url,
    year,
    month,
    person,
    price,
    englishSentence,
    chineseSentence,
  }
}
