/** What holds the words, or the shapes, and no person: nothing of the kinds of this set may be found. */
import { digits, pad } from './random.js'

const year = (r) => String(r.between(1990, 2025))
export const personalNegatives = {
  'public-place': [
    (r) => r.one(['故宫博物院', '西湖景区', '中山公园', '南京大学鼓楼校区', '北京南站', '首都图书馆']),
    ['周末去了{}，人很多。', '{}位于市中心。', '地铁在{}附近有一站', '从{}步行十分钟'],
  ],
  'place-names': [
    (r) => r.one(['广东省深圳市南山区', '浙江省杭州市', '四川省成都市武侯区', '北京市朝阳区', '山东省临沂市沂水县']),
    ['{}发布了新的规划。', '他出生在{}。', '{}今日有雨', '全国来看，{}的增速最快'],
  ],
  'street-and-year': [
    (r) => `${r.between(1860, 2025)} ${r.one(['Wall Street', 'Fleet Street', 'Bond Street'])}`,
    ['In {} was a different place.', 'since {} has changed', 'By {} had recovered'],
  ],
  'street-and-date': [
    (r) => `${r.one(['March', 'October', 'June'])} ${r.between(1, 28)} ${r.one(['Wall Street', 'Market Street'])}`,
    ['on {} closed early', 'From {} is shut to traffic'],
  ],
  'street-alone': [
    (r) => r.one(['Harley Street', 'Broadway', 'Fifth Avenue', 'Sunset Boulevard', 'Baker Street', 'Abbey Road']),
    ['We walked down {} for 20 minutes.', 'the 3 shops of {}', '5 million visitors a year see {}', 'Chapter 4: {}'],
  ],
  'way-of-speech': [
    (r) => `${r.between(5, 90)} ${r.one(['Minute Drive', 'Hour Drive', 'Mile Trail', 'Day Run'])}`,
    ['It is a {} from the station', 'the {} starts at noon'],
  ],
  road: [(r) => `${r.one(['长安街', '中山路', '解放大道', '文一路'])}${r.between(1, 99)}号线`, ['乘坐{}到终点', '{}将于年底开通']],
  'road-number': [(r) => `${r.between(101, 329)}国道${r.between(1, 999)}公里处`, ['事故发生在{}。', '{}正在施工']],
  'health-topic': [
    (r) => r.one(['糖尿病', '高血压', '乙肝', '抑郁症', '肺癌', '艾滋病']),
    ['{}是常见的慢性病，应当早发现早治疗。', '{}患者饮食要注意什么？', '专家解读{}的最新指南', '{}的诊断标准有三条', '世界{}日宣传活动'],
  ],
  'topic-and-hotline': [
    (r) => `400-${r.string(digits, 3)}-${r.string(digits, 4)}`,
    ['乙肝防治咨询热线{}', '残疾证办理电话{}', '征信报告查询请拨打{}', '航班号查询{}'],
  ],
  'law-topic': [
    (r) => r.one(['宗教信仰自由', '行踪轨迹', '生物识别信息', '金融账户', '指纹', '人脸特征', '犯罪记录封存制度']),
    ['法律对{}有明确规定。', '什么是{}？', '个人信息保护法第二十八条提到{}', '{}的技术原理并不复杂'],
  ],
  form: [
    (r) =>
      r.one([
        '病历号',
        '住院号',
        '社保卡号',
        '医保编号',
        '档案编号',
        '军官证号',
        '车架号',
        '支付宝账号',
        '收货地址',
        'ICCID',
        'IMSI',
        'CPF',
      ]),
    ['{}：＿＿＿＿', '请填写{}', '{}（必填）', '{}在哪里看？', '{}：见附件'],
  ],
  'file-number': [
    (r) => `${year(r)}-${pad(r.between(1, 9999), 4)}`,
    ['人事档案编号：{}', '档案号{}已归档', '图书登记号：{}', '作品登记号：{}'],
  ],
  'order-number': [
    (r) => `${year(r)}${pad(r.between(1, 12), 2)}${r.string(digits, 8)}`,
    ['支付宝订单号{}', '支付宝交易号：{}', '医保结算单号{}', '住院押金收据{}', '社保缴费凭证号{}'],
  ],
  'amount-of-money': [
    (r) => String(r.between(1000, 99999)),
    ['账户余额不足{}元时短信提醒', '支付宝到账{}元', '住院费用合计{}元', '社保缴费基数{}元'],
  ],
  word: [(r) => r.one(['京字', '文字第', '军字']), ['{}招牌是老字号的象征', '这{}一句话写得好']],
  'adult-number-of-class': [
    (r) => `20${pad(r.between(10, 20), 2)}${pad(r.between(1, 30), 2)}${r.string(digits, 4)}`,
    ['学号{}的学生请领书', '学籍号{}', '准考证号{}'],
  ],
  'vin-like': [(r) => r.string('ABCDEFGHJKLMNPRSTUVWXYZ0123456789', 17), ['序列号{}', '激活码：{}', 'hash {}']],
  'fifteen-digits': [(r) => r.string('123456789', 1) + r.string(digits, 14), ['流水号{}', '编号：{}', '条码{}']],
  'twelve-digits': [(r) => r.string('123456789', 1) + r.string(digits, 11), ['単号{}', '订单{}', '商品编码{}']],
  'company-address': [
    (r) =>
      `${r.one(['北京市海淀区', '上海市浦东新区', '广东省深圳市南山区'])}${r.one(['科技路', '创新大道', '软件园路'])}${r.between(1, 99)}号`,
    ['公司总部位于{}。', '博物馆位于{}，周一闭馆', '酒店坐落于{}'],
  ],
}
