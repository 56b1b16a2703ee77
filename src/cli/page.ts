import type { Lang } from '../model.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { renderHtml } from '../renderers/html.ts'
import type { Report } from '../report/index.ts'

/** The page of a report as `scan` writes it: with the digest of report.json on it, so that a reader can tell which report it shows. `json` are its bytes. */
export function pageOf(report: Report, lang: Lang, json: Uint8Array = canonicalBytes(report)): string {
  return renderHtml(report, { lang, reportDigest: sha256(json) })
}
