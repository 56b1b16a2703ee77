import type { Words } from '../model.ts'
import { type FaultCode, faultWords } from '../words/faults.ts'

/** Why something was not cleaned, or was written otherwise than it was read: by stable code, with the sentence a person reads. */
const reasons = {
  'redact.charset': {
    en: 'The charset of the file cannot be written back to the same bytes, so the copy is UTF-8. Declare the charset with --charset if it was taken for another one.',
    zh: '该文件的字符集无法逐字节写回，副本已改用 UTF-8。如字符集识别有误，请用 --charset 声明。',
  },
  'redact.format': {
    en: 'Files of this format cannot be written back, and this one holds findings, so it was left out. Export it to JSONL, JSON, CSV, TSV or text.',
    zh: '该格式的文件无法写回，且其中有命中，因此未复制。请导出为 JSONL、JSON、CSV、TSV 或文本。',
  },
  'redact.path': {
    en: 'The name of the file or folder itself looks like personal information or a secret, and names are not changed. Rename it.',
    zh: '文件或目录的名称本身疑似个人信息或密钥，而名称不会被改动。请重命名。',
  },
  'redact.record': {
    en: 'A record could not be written back with its values changed in place, so it was left out.',
    zh: '有记录无法在原位改写，已从副本中略去。',
  },
  'redact.misplaced': {
    en: 'Some listed findings are not where the list says, so they were not taken out. Scan again and use the new list.',
    zh: '清单中有命中与语料实际位置不符，未能处理。请重新扫描并使用新的清单。',
  },
} as const satisfies { readonly [code: string]: Words }

export type RedactionCode = FaultCode | keyof typeof reasons

/** The sentence of a reason in both languages. */
export const reasonWords = (code: RedactionCode): Words =>
  Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons] : faultWords(code)

/** Reasons that leave nothing uncleaned. */
const harmless: ReadonlySet<RedactionCode> = new Set(['redact.charset'])

/** Whether something stayed that was not judged or not cleaned, or is missing from the copy. */
export const isIncomplete = (code: RedactionCode): boolean => !harmless.has(code)
