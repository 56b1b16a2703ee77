import type { Lang } from '../model.ts'
import { outcomeWords } from '../renderers/index.ts'
import type { Report } from '../report/index.ts'
import type { Estimate, ReviewResult } from '../report/review.ts'
import { coefficient, grouped, percent } from '../words/figures.ts'

/** What a review came to, in a few lines for the terminal. */
export function reviewLines(result: ReviewResult, lang: Lang): string {
  const zh = lang === 'zh'
  const share = (ppm: number) => percent(ppm)[lang]
  const interval = ({ wilsonLowPpm, wilsonHighPpm }: Estimate) => `${share(wilsonLowPpm)} – ${share(wilsonHighPpm)}`
  const exact = ({ exactLowPpm, exactHighPpm }: Estimate) => `${share(exactLowPpm)} – ${share(exactHighPpm)}`
  const { items, passRate, missed, corrected, agreement } = result
  const rows: [string, string][] = [
    [
      zh ? '抽检条数' : 'reviewed',
      zh
        ? `${grouped(items.reviewed)} 条（应检 ${grouped(items.drawn)}，语料共 ${grouped(items.population)}）`
        : `${grouped(items.reviewed)} of ${grouped(items.drawn)} drawn from ${grouped(items.population)}`,
    ],
    [
      zh ? '抽检合格率' : 'pass rate',
      `${share(passRate.ppm)}${result.census ? '' : zh ? `（95% 置信区间 ${interval(passRate)}，精确区间 ${exact(passRate)}）` : ` (95%: ${interval(passRate)}; exact, at least 95%: ${exact(passRate)})`}`,
    ],
  ]
  for (const bar of result.bars) {
    const word = (met: boolean) => (met ? (zh ? '达到' : 'met') : zh ? '未达到' : 'not met')
    rows.push([
      bar.id,
      zh
        ? `不合格 ${grouped(bar.failures)}/${grouped(bar.n)}，上限 ${share(bar.maxPpm)}：${word(bar.point)}；按置信下限从严判定：${word(bar.strict)}`
        : `${grouped(bar.failures)} of ${grouped(bar.n)} failed, at most ${share(bar.maxPpm)}: ${word(bar.point)}; by the strict bound: ${word(bar.strict)}`,
    ])
  }
  if (missed !== null)
    rows.push([
      zh ? '未命中记录的漏检率' : 'missed',
      `${share(missed.failed.ppm)}${zh ? `（${interval(missed.failed)}）` : ` (${interval(missed.failed)})`}`,
    ])
  if (corrected !== null)
    rows.push([
      zh ? '校正后的不合格率' : 'corrected rate',
      zh
        ? `${share(corrected.ppm)}（${share(corrected.lowPpm)} – ${share(corrected.highPpm)}；规则命中率 ${share(corrected.flaggedPpm)}）`
        : `${share(corrected.ppm)} (${share(corrected.lowPpm)} – ${share(corrected.highPpm)}; flagged by rules ${share(corrected.flaggedPpm)})`,
    ])
  if (agreement !== null) {
    rows.push([
      zh ? '审核员一致性' : 'agreement',
      zh
        ? `双人审核 ${grouped(agreement.items)} 条，κ = ${coefficient(agreement.kappa)}，α = ${coefficient(agreement.alpha)}`
        : `${grouped(agreement.items)} judged twice, κ = ${coefficient(agreement.kappa)}, α = ${coefficient(agreement.alpha)}`,
    ])
  }
  return rows.map(([name, value]) => `${name}${zh ? '：' : ': '}${value}\n`).join('')
}

/** What the report says now, and why: the exit code is that of the gate, which looks at more than the sample. */
export function verdictLines({ verdict, complete, reasons }: Report['results'], lang: Lang): string {
  const zh = lang === 'zh'
  const head = `${zh ? '报告结论：' : 'the report says: '}${outcomeWords[verdict][lang]}${complete ? '' : zh ? '（检测不完整）' : ' (incomplete)'}`
  return [head, ...reasons.filter(({ blocking }) => blocking).map(({ words }) => `  × ${words[lang]}`), ''].join('\n')
}
