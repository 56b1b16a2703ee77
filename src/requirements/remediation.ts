import type { Words } from '../model.ts'
import { grouped, plural } from '../words/figures.ts'
import { type Case, complete, conform, type Evaluator, insufficient, nonconform, notAssessed, unread } from './case.ts'

/** Rows on putting right what was found, by earlier reports and by the traces of persons (Articles 13 and 15 of the draft Measures). */

const nothing: Words = { zh: '', en: '' }

/** What became of the requests that traces were imported for; undefined without any. */
function requestsOf({ report }: Case) {
  const { requests } = report.remediation
  if (requests.length === 0) return undefined
  const open = requests.filter(({ remaining }) => remaining === null)
  const left = requests.filter(({ remaining }) => (remaining ?? 0) > 0)
  const names = (rows: typeof requests) => rows.slice(0, 5).map(({ request }) => request)
  const listed = (rows: typeof requests, zh: string, en: string): Words =>
    rows.length === 0
      ? nothing
      : {
          zh: `${zh}：${names(rows).join('、')}${rows.length > 5 ? '等' : ''}。`,
          en: ` ${en}: ${names(rows).join(', ')}${rows.length > 5 ? ', …' : ''}.`,
        }
  const zero = requests.length - open.length - left.length
  const [still, unknown] = [
    listed(left, '本语料中仍有残留的', 'Still in this corpus'),
    listed(open, '没有对本语料的完整查找结果的', 'No complete trace of this corpus'),
  ]
  return {
    settled: zero === requests.length,
    left: left.length,
    words: {
      zh: `已导入个人请求 ${grouped(requests.length)} 件的查找结果，经对本语料（根哈希相同）复查，残留为 0 的 ${grouped(zero)} 件。${still.zh}${unknown.zh}`,
      en: `Traces of ${plural(requests.length, 'request')} were imported; for ${grouped(zero)} nothing remains in this very corpus (same root).${still.en}${unknown.en}`,
    },
  }
}

/** Article 13: a channel is declared, and traces show that nothing of the persons who asked remains. */
export const complaints: Evaluator = (given) => {
  const channel = given.sources?.provider?.complaints
  const requests = requestsOf(given)
  const stated: Words =
    channel === undefined
      ? { zh: '投诉渠道未申报（provider.complaints）。', en: 'The complaint channel is not declared (provider.complaints).' }
      : { zh: `已申报投诉渠道：${channel}。`, en: `Complaint channel declared: ${channel}.` }
  if (requests === undefined)
    return channel === undefined
      ? notAssessed(stated.zh, stated.en)
      : insufficient(
          `${stated.zh}更正、删除情况须以复扫结果证明（trace 的结果以 scan --trace 导入）。`,
          `${stated.en} Correction and deletion need a second look as proof (results of trace, imported with scan --trace).`,
        )
  const zh = stated.zh + requests.words.zh
  const en = `${stated.en} ${requests.words.en}`
  if (requests.left > 0) return nonconform(zh, en)
  return requests.settled && channel !== undefined ? conform(zh, en) : insufficient(zh, en)
}

/** Article 15: no critical finding that an earlier report recorded more than three months ago is still open. */
export const deadline: Evaluator = (given) => {
  const { earlier, open } = given.report.remediation
  const requests = requestsOf(given)
  const traced = requests?.words ?? nothing
  if (open === null) {
    const [zh, en] =
      earlier.length === 0
        ? [
            '三个月内整改情况须与此前的报告比对（scan --parent），单次扫描不能判断。',
            'Whether it was put right within three months shows beside earlier reports (scan --parent); one scan cannot tell.',
          ]
        : [
            '所给的上游报告没有命中清单和语料清单，无法比对。',
            'The earlier reports were given without their findings and manifests, so nothing could be compared.',
          ]
    return requests === undefined ? notAssessed(zh, en) : insufficient(zh + traced.zh, `${en} ${traced.en}`)
  }
  const compared = earlier.filter((row) => row.compared)
  const first = compared[0]!
  const zh = `与此前 ${compared.length} 份报告（最早为 ${first.day}）比对：本次有高置信度、严重级别的疑似命中 ${grouped(open.total)} 处，其中 ${grouped(open.known)} 处此前已有记录${open.since === null ? '' : `（最早为 ${open.since}）`}；至基准日 ${given.report.asOf} 已逾三个月的 ${grouped(open.overdue)} 处${open.possiblyOverdue === 0 ? '' : `，另有 ${grouped(open.possiblyOverdue)} 处所在文件已变动，可能逾期`}。`
  const en = `Compared with ${plural(compared.length, 'earlier report')} (the first of ${first.day}): ${plural(open.total, 'high-confidence candidate match', 'high-confidence candidate matches')} of severity error now, ${grouped(open.known)} recorded before${open.since === null ? '' : ` (first on ${open.since})`}; ${grouped(open.overdue)} of them more than three months before the reference day ${given.report.asOf}${open.possiblyOverdue === 0 ? '' : `, and ${grouped(open.possiblyOverdue)} more possibly, in files that changed`}.`
  const all = { zh: zh + traced.zh, en: traced.en === '' ? en : `${en} ${traced.en}` }
  if (open.overdue > 0) return nonconform(all.zh, all.en)
  if (compared.some(({ day }) => day > given.report.asOf))
    return insufficient(
      `${all.zh}有报告晚于基准日，无法判断时长（--as-of）。`,
      `${all.en} A report is later than the reference day, so ages cannot be told (--as-of).`,
    )
  const unsettled = requests !== undefined && !requests.settled
  if (open.possiblyOverdue > 0 || !open.complete || unsettled) return insufficient(all.zh, all.en)
  if (!complete(given)) return insufficient(all.zh + unread(given).zh, `${all.en} ${unread(given).en}`)
  return conform(all.zh, all.en)
}
