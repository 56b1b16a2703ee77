import { isHan } from '../../text/characters.ts'

/**
 * What punctuation says of a Chinese name. The labelled texts that the weights were fitted on are transcripts and have none, so these log-odds
 * are set by hand.
 */

const opening = '、（(／'
const closing = '、）)／'
const stops = '。！？；：，,;!?“”"'
/** Sex, directly behind a name: as a curriculum vitae or a list of persons begins. */
const sex = /^(?:[（(]|[，,：:] ?)?[男女](?![\u4e00-\u9fff])/
/** Posts begin with what is also a surname: 曾任, 历任, 现任. */
const takesOffice = /[曾现历兼后先月年日并今出担就][^\u4e00-\u9fff]?$|[\d，；]$/

const listed = 1.5
const alone = 0.6
const speaker = 1.2
const sexed = 3.5
/** The most that marks add. */
export const mostOdds = sexed
const office = -4

/** Log-odds that the marks beside a candidate [start, end) of a text add; 0 where nothing is said. */
export function markOdds(text: string, start: number, end: number): number {
  if (text[start] === '任' && takesOffice.test(text.slice(Math.max(0, start - 2), start))) return office
  if (end < text.length && isHan(text.charCodeAt(end))) {
    return end - start > 1 && (text[end] === '男' || text[end] === '女') && sex.test(text.slice(end, end + 3)) ? sexed : 0
  }
  if (end - start < 2) return 0
  if (end < text.length && sex.test(text.slice(end, end + 4))) return sexed
  const before = start === 0 ? '' : text[start - 1]!
  const after = text[end] ?? ''
  if (before !== '' && after !== '' && opening.includes(before) && closing.includes(after)) return listed
  const begins = before === '' || before === '\n' || stops.includes(before)
  if (begins && (after === '：' || after === ':')) return speaker
  return before !== '' && opening.includes(before) && stops.includes(after || '。') ? alone : 0
}
