import type { Words } from '../model.ts'
import type { ExitName } from '../stop.ts'
import { Stop } from '../stop.ts'

/** What verification looked at, in its order. */
type Step =
  | 'signature'
  | 'proof'
  | 'sm2'
  | 'lineage'
  | 'rerun'
  | 'statement'
  | 'report.json'
  | 'report.html'
  | 'findings.jsonl'
  | 'corpus.sha256'
  | 'statement.json'
  | 'predicate.json'
  | 'subjects.sha256'
  | 'report.intoto.jsonl'
  | 'corpus'
  | 'policy'

/**
 * One result. `failed` and `unreadable` forbid an ok; `withheld` is a file that is not there and was allowed not to be; `noted` is worth
 * saying and changes nothing.
 */
export interface Check {
  readonly step: Step
  readonly status: 'passed' | 'failed' | 'unreadable' | 'withheld' | 'noted'
  /** Stable reason code, such as `report.html-changed`; on a passed check the step and what was shown, such as `report.html-identical`. */
  readonly code: string
  readonly words: Words
  /** Corpus files meant, at most 100 of them. */
  readonly places?: readonly Place[]
}

/** A corpus file by its 1-based manifest line; a file the manifest does not list by the line it would follow (0: before the first). */
export interface Place {
  readonly line?: number
  readonly after?: number
  /** Only when the caller asked for paths: a path can itself be personal. */
  readonly path?: string
}

/** Collects results in order. */
export interface CheckList {
  readonly checks: Check[]
  passed(step: Step, code: string, en: string, zh: string): void
  noted(step: Step, code: string, en: string, zh: string): void
  withheld(step: Step, code: string, en: string, zh: string): void
  failed(step: Step, code: string, en: string, zh: string, places?: readonly Place[]): void
  unreadable(step: Step, code: string, en: string, zh: string, places?: readonly Place[]): void
  /** Runs `work`; an expected Stop becomes a failed check and undefined is returned. A Stop about usage passes through. */
  attempt<T>(step: Step, work: () => T): T | undefined
  /** `attempt` for work that takes its time. */
  attemptAsync<T>(step: Step, work: () => Promise<T>): Promise<T | undefined>
}

/** An empty list of checks. */
export function checkList(): CheckList {
  const checks: Check[] = []
  const put =
    (status: Check['status']) =>
    (step: Step, code: string, en: string, zh: string, places?: readonly Place[]): void => {
      checks.push({ step, status, code, words: { en, zh }, ...(places === undefined ? {} : { places }) })
    }
  const refuse = (step: Step, error: unknown): undefined => {
    if (!(error instanceof Stop) || error.exit !== 'verification') throw error
    checks.push({ step, status: 'failed', code: error.code, words: error.words })
  }
  return {
    checks,
    passed: put('passed'),
    noted: put('noted'),
    withheld: put('withheld'),
    failed: put('failed'),
    unreadable: put('unreadable'),
    attempt(step, work) {
      try {
        return work()
      } catch (error) {
        return refuse(step, error)
      }
    },
    async attemptAsync(step, work) {
      try {
        return await work()
      } catch (error) {
        return refuse(step, error)
      }
    },
  }
}

/** The check a list of checks ends on: the first failed one, else the first unreadable one, else undefined (all is well). */
export function verdictOf(checks: readonly Check[]): { readonly check: Check; readonly exit: ExitName } | undefined {
  const failed = checks.find((check) => check.status === 'failed')
  if (failed !== undefined) return { check: failed, exit: 'verification' }
  const unreadable = checks.find((check) => check.status === 'unreadable')
  return unreadable === undefined ? undefined : { check: unreadable, exit: 'incomplete' }
}
