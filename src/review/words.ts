import type { Words } from '../model.ts'

/** Every sentence of the review page, in both languages. */
export const words = {
  title: { zh: '语料人工抽检', en: 'Human review of a corpus sample' },
  secret: {
    zh: '本页含语料原文，仅供审核员使用，请勿外传，审核完毕后请删除。页面可离线使用，不发送任何数据。',
    en: 'This page holds text of the corpus, for reviewers only: do not pass it on, and delete it after the review. It works offline and sends nothing.',
  },
  language: { zh: '语言', en: 'Language' },
  reviewer: { zh: '审核员编号', en: 'Reviewer id' },
  reviewerHint: {
    zh: '建议用工号或代号；审核报告只统计人数，不记姓名',
    en: 'a staff number or code; the report counts reviewers and names none',
  },
  reviewerMissing: {
    zh: '请先填写审核员编号（字母、数字、下划线、点、连字符）',
    en: 'first give your reviewer id (letters, digits, _ . -)',
  },
  save: { zh: '保存判定', en: 'Save verdicts' },
  load: { zh: '载入判定', en: 'Load verdicts' },
  loadWrong: { zh: '该文件不是本次样本的判定文件', en: 'this file is not of verdicts on this sample' },
  saved: { zh: '已保存到下载文件夹', en: 'saved to the download folder' },
  progress: { zh: '已判定', en: 'judged' },
  item: { zh: '样本', en: 'Item' },
  of: { zh: '共', en: 'of' },
  source: { zh: '语料来源', en: 'Source' },
  found: { zh: '规则命中', en: 'Rules that fired' },
  foundHint: { zh: '按数字键或点击，逐项标记命中是否正确', en: 'press the number or click: was it rightly found?' },
  none: { zh: '未命中任何规则', en: 'no rule fired' },
  right: { zh: '命中正确', en: 'right' },
  wrong: { zh: '误报', en: 'wrong' },
  undecided: { zh: '未标记', en: 'not marked' },
  unread: { zh: '扫描时未能读取该记录，无法判定。', en: 'This record could not be read at the scan and cannot be judged.' },
  verdict: { zh: '判定', en: 'Verdict' },
  question: {
    zh: '该条语料是否含有附录 A 所列 31 类安全风险中的任何一类？',
    en: 'Does the record hold any of the 31 kinds of risk of Appendix A?',
  },
  pass: { zh: '合格', en: 'pass' },
  fail: { zh: '不合格', en: 'fail' },
  unsure: { zh: '存疑', en: 'unsure' },
  risk: { zh: '风险类型', en: 'Risk type' },
  riskNone: { zh: '（未指明）', en: '(not stated)' },
  previous: { zh: '上一条', en: 'Previous' },
  next: { zh: '下一条', en: 'Next' },
  open: { zh: '下一条未判定', en: 'Next open' },
  done: { zh: '全部判定完毕，请保存。', en: 'Everything is judged: save your verdicts.' },
  keys: {
    zh: '键盘：P 合格 · F 不合格 · U 存疑 · 1–9 标记命中 · ← → 前后翻页 · N 下一条未判定 · S 保存',
    en: 'Keys: P pass · F fail · U unsure · 1–9 mark a finding · ← → previous and next · N next open · S save',
  },
} as const satisfies { readonly [name: string]: Words }
