import type { Words } from '../../../model.ts'

/** Words of the coverage. */
export const coverage = {
  coverageTitle: { zh: '检测范围与台账', en: 'Coverage and ledger' },
  coverageLead: {
    zh: '每个文件、每个字节、每条记录都归入且只归入一类，三类相加等于总数。',
    en: 'Every file, byte and record is counted in exactly one column; the three add up to the total.',
  },
  ledger: { zh: '覆盖台账', en: 'Coverage ledger' },
  unit: { zh: '单位', en: 'Unit' },
  read: { zh: '已读取', en: 'Read' },
  skipped: { zh: '已跳过', en: 'Skipped' },
  coverageShare: { zh: '覆盖率', en: 'Coverage' },
  bytesWord: { zh: '字节', en: 'Bytes' },
  reasons: { zh: '未读取与跳过的原因', en: 'Reasons for what was not read' },
  reason: { zh: '原因', en: 'Reason' },
  state: { zh: '状态', en: 'State' },
  noReasons: { zh: '没有未读取或者跳过的内容。', en: 'Nothing was left unread or skipped.' },
  damagedNote: {
    zh: '另有 {n} 条记录受损后部分判定（例如修复了无效字符），计入“已读取”。',
    en: '{n} further records were damaged and judged in part (a repaired character, for example); they count as read.',
  },
  complete: { zh: '完整：没有遗漏的内容。', en: 'Complete: nothing was left out.' },
  notComplete: { zh: '不完整：有内容未能读取或者未能判定。', en: 'Not complete: something could not be read or judged.' },
  faults: { zh: '读取故障', en: 'Faults' },
  effect: { zh: '影响', en: 'Effect' },
  lost: { zh: '未判定', en: 'lost' },
  damaged: { zh: '部分判定', en: 'damaged' },
  noted: { zh: '已判定，仅提示', en: 'noted' },
  count: { zh: '次数', en: 'Count' },
  bytesLost: { zh: '未判定字节（解压、解码后）', en: 'Bytes not judged (decoded)' },
  places: { zh: '故障位置（样本，{n} 处）', en: 'Where (a sample of {n})' },
  fileNumber: { zh: '文件 {n}', en: 'file {n}' },
  recordNumber: { zh: '记录 {n}', en: 'record {n}' },
  wholeFile: { zh: '整个文件', en: 'whole file' },
  fileNumberNote: {
    zh: '文件以其在 corpus.sha256 中的行号表示，因为路径本身也可能含有个人信息。',
    en: 'Files are named by their line in corpus.sha256, because a path can itself hold personal information.',
  },
} as const satisfies { readonly [key: string]: Words }
