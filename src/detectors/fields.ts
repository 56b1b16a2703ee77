/** Whether a field has a name of a kind. */
export type FieldNames = (field: string) => boolean

/**
 * How much of a name an expression sees: its end. A key may be as long as a record, and the time of an expression without bounds grows with
 * the square of a text or faster.
 */
export const longestName = 256
const endOf = (field: string): string => (field.length > longestName ? field.slice(-longestName) : field)

/** A judgement of names of fields. A field is asked about with every value in it, so its answer is kept while it lasts. */
export function keptByField(judge: FieldNames): FieldNames {
  let last: string | undefined
  let answer = false
  return (field) => {
    if (field !== last) {
      answer = judge(field)
      last = field
    }
    return answer
  }
}

/**
 * What an expression on names of fields says; undefined for none.
 *
 * @param but fields that have no such name, whatever the expression says
 */
export function fieldNames(expression: RegExp | undefined, but?: FieldNames): FieldNames | undefined {
  return expression === undefined ? undefined : keptByField((field) => expression.test(endOf(field)) && but?.(field) !== true)
}

/** What a rule says about names of fields. */
interface FieldRule<P> {
  /** The words of its context are its gate. */
  readonly cue: boolean
  readonly fieldBoost: FieldNames | undefined
  /** Patterns that are looked for in fields of certain names only. */
  readonly inFields: readonly P[]
}

/** A rule that a field opens by its name. */
export interface OpenRule<R, P> {
  readonly rule: R
  /** Whether the name stands for a word beside the value: the rule then sees all of the text. */
  readonly whole: boolean
  /** Its patterns that are for this field. */
  readonly patterns: readonly P[]
}

/** Which of these rules a field opens by its name, a JSON pointer; none where there is no name. Fields repeat, so the answer is kept. */
export function fieldOpener<P extends { readonly fields: RegExp | undefined }, R extends FieldRule<P>>(
  rules: readonly R[],
): (field: string) => readonly OpenRule<R, P>[] {
  const named = rules.filter((one) => (one.cue && one.fieldBoost !== undefined) || one.inFields.length > 0)
  const none: readonly OpenRule<R, P>[] = []
  const known = new Map([['', none]])
  return (field) => {
    let open = known.get(field)
    if (open === undefined) {
      open = named.flatMap((rule) => {
        const whole = rule.cue && rule.fieldBoost?.(field) === true
        const patterns = rule.inFields.filter(({ fields }) => fields!.test(endOf(field)))
        return whole || patterns.length > 0 ? [{ rule, whole, patterns }] : []
      })
      if (open.length === 0) open = none
      // Keys can come from the corpus without end; what is kept must not.
      if (known.size >= 4096) known.clear()
      known.set(field, open)
    }
    return open
  }
}
