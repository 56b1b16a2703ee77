import { Stop } from '../../stop.ts'
import type { Ground } from '../form.ts'
import { hfCard } from './card.ts'
import { croissant } from './croissant.ts'
import { cyclonedx } from './cyclonedx.ts'
import type { Export, ExportContext } from './facts.ts'
import { ab2013, euSummary, filing } from './forms.ts'
import { openlineage } from './openlineage.ts'
import { spdx } from './spdx.ts'

export type { Export, ExportContext } from './facts.ts'
export { caParts, euParts, filingFields, filingHead } from './forms.ts'

/** Everything a description can be written as, besides itself. A new form is one file and its line here. */
export const forms: readonly Export[] = [filing, euSummary, ab2013, hfCard, croissant, cyclonedx, spdx, openlineage]

/** A form written out, and the manifest fields it recommends that nobody declared. */
export interface Exported {
  readonly text: string
  readonly wanting: readonly string[]
}

/**
 * Writes a form from the same report and manifest the description is made of. Digests in it are those of the signed manifest.
 * @throws Stop exit 2, code `describe.missing`: fields the form requires that nobody declared, by their names
 */
export function exportAs(form: Export, given: Ground, at: ExportContext): Exported {
  const missing = form.missing(given)
  if (missing.length > 0)
    throw new Stop('usage', 'describe.missing', {
      en: `${form.title.en} requires what nobody declared: ${missing.join(', ')}; add it to dataaudit.sources.yaml (nothing is made up)`,
      zh: `${form.title.zh}要求的以下内容未申报：${missing.join('、')}；请填入 dataaudit.sources.yaml（不会代为编造）`,
    })
  return { text: form.render(given, at), wanting: form.wanting(given) }
}
