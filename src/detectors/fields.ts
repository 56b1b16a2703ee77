/** Whether a field has a name of a kind. */
export type FieldNames = (field: string) => boolean

/**
 * How much of a name an expression sees: its end. A key may be as long as a record, and the time of an expression without bounds grows with
 * the square of a text or faster.
 */
export const longestName = 256
const endOf = (field: string): string => (field.length > longestName ? field.slice(-longestName) : field)

/**
 * Heads of tables are words and names of keys are not: `Account No.` is account_no to an expression, `Driver's Licence` drivers_licence, `*QQ（必填）：`
 * qq, `QQ/WeChat` qq_wechat, and a key `homeAddr1` home_Addr1.
 */
function asKey(field: string): string {
  const words = head.test(field)
    ? field
        .replace(/[（(【［[][^（()）【】［[\]/]{0,60}[)）】］\]]/g, '')
        .replace(/(?<=\/)[*＊ ]+|['’]/g, '')
        .replace(/~1/g, '_')
        .replace(/[ .#:：*＊]+(?=\/|$)/g, '')
        .replace(/[ .#]+/g, '_')
    : field
  return words.replace(/[a-z\d][A-Z]/g, (ends) => `${ends[0]}_${ends[1]}`)
}
const head = /[ '’.#*＊:：~（(【［[]/
const unlikeKeys = /[ '’.#*＊:：~（(【［[]|[a-z\d][A-Z]/
/** The name asked about last, and what a key of it would be; undefined where it is one. Hundreds of expressions are asked about one name. */
let askedName: string | undefined
let askedKey: string | undefined
/** Whether an expression holds for a name, as it is written or as a key would be. */
export function holdsFor(expression: RegExp, field: string): boolean {
  if (expression.test(field)) return true
  if (field !== askedName) {
    askedName = field
    askedKey = unlikeKeys.test(field) ? asKey(field) : undefined
  }
  return askedKey !== undefined && expression.test(askedKey)
}

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

/** What else there is to know of names of fields. */
interface Besides {
  /** Fields that have such a name, whatever the expression says. */
  readonly also?: FieldNames | undefined
  /** Fields that have no such name, whatever is said. */
  readonly but?: FieldNames | undefined
}

/** What an expression on names of fields says, and what else there is to know of them; undefined for none. */
export function fieldNames(expression: RegExp | undefined, { also, but }: Besides = {}): FieldNames | undefined {
  if (expression === undefined && also === undefined) return undefined
  const named: FieldNames = (field) => (expression !== undefined && holdsFor(expression, endOf(field))) || also?.(field) === true
  return keptByField((field) => named(field) && but?.(field) !== true)
}

/** One expression (flags `iu`) for those of a list; undefined for an empty one. */
export const anyOf = (sources: readonly string[] = []): RegExp | undefined => (sources.length === 0 ? undefined : anyName(sources))

/** What a rule says about names of fields. */
interface FieldRule<P> {
  /** The words of its context are its gate. */
  readonly cue: boolean
  readonly fieldBoost: FieldNames | undefined
  /** Patterns that are looked for in fields of certain names only. */
  readonly inFields: readonly P[]
  /** The expressions on names by which a field may open it. */
  readonly openers: readonly string[]
}

/** A rule that a field opens by its name. */
interface OpenRule<R, P> {
  readonly rule: R
  /** Whether the name stands for a word beside the value: the rule then sees all of the text. */
  readonly whole: boolean
  /** Its patterns that are for this field. */
  readonly patterns: readonly P[]
}

/** Names can come from the corpus without end; what is kept of them must not. */
const mostKept = 16384

/**
 * Which of these rules a field opens by its name, a JSON pointer, and with which patterns.
 *
 * @param byWord the rules that a word of their context names a field for, by their numbers
 */
export const fieldOpener = <P extends { readonly fields: RegExp | undefined }, R extends FieldRule<P>>(
  rules: readonly R[],
  byWord?: (field: string) => ReadonlySet<number>,
): ((field: string) => readonly OpenRule<R, P>[]) =>
  openedByName(
    rules,
    ({ openers }) => openers,
    (rule, field) => {
      const whole = rule.cue && rule.fieldBoost?.(field) === true
      const patterns = rule.inFields.filter(({ fields }) => holdsFor(fields!, endOf(field)))
      return whole || patterns.length > 0 ? { rule, whole, patterns } : undefined
    },
    byWord,
  )

/**
 * What a field opens by its name, a JSON pointer; nothing where there is no name. Fields repeat, so the answer is kept.
 *
 * @param openers the expressions on names by which a field may open a rule
 * @param open what a rule opens for a name that these may hold for
 * @param byWord the rules, by their numbers, that a name may open whatever the expressions say
 */
export function openedByName<R, O>(
  rules: readonly R[],
  openers: (rule: R) => readonly string[],
  open: (rule: R, field: string) => O | undefined,
  byWord?: (field: string) => ReadonlySet<number>,
): (field: string) => readonly O[] {
  const numbers = rules.flatMap((rule, number) => (openers(rule).length > 0 ? [number] : []))
  const byExpression = keyReader(numbers.map((number) => openers(rules[number]!)))
  const mayOpen = (field: string): readonly number[] => {
    const found = byExpression(field).map((at) => numbers[at]!)
    const others = byWord?.(field)
    return others === undefined || others.size === 0 ? found : [...new Set([...found, ...others])].sort((a, b) => a - b)
  }
  const none: readonly O[] = []
  const known = new Map([['', none]])
  return (field) => {
    let opened = known.get(field)
    if (opened === undefined) {
      opened = mayOpen(field).flatMap((number) => open(rules[number]!, field) ?? [])
      if (opened.length === 0) opened = none
      if (known.size >= mostKept) known.clear()
      known.set(field, opened)
    }
    return opened
  }
}

/**
 * An expression that sees of a name no more than one key and the signs around it: words, at most with one character or an end of the name before
 * and behind them. Written so that it can be told by its looks: other expressions may be such, too, and are asked about every name.
 */
const ofOneKey =
  /^(?:\(\?:\^\|(?:\/|\[(?:\/_|\^a-z)\])\))?([\p{L}\p{M}\p{N}_ ?:|()[\]{},-]+?)(?:\$|\(\?:\$\|\[\^a-z\]\)|\(\?!\\p\{Script=Han\}\))?$/u

function isOfOneKey(source: string): boolean {
  const words = ofOneKey.exec(source)?.[1]
  if (words === undefined || anyName([source]).test('/')) return false
  return (words.match(/\[[^\]]*\]/g) ?? []).every((set) => !new RegExp(set, 'iu').test('/'))
}

/** One expression for those of a list. */
const anyName = (sources: readonly string[]) => new RegExp(sources.map((source) => `(?:${source})`).join('|'), 'iu')

/**
 * Which lists of expressions may hold for a name, by their numbers in order. Names below keys that are identifiers (`/orders/W2912153/size`) are new
 * again and again while their keys are not: what is known is kept by key.
 */
function keyReader(lists: readonly (readonly string[])[]): (field: string) => readonly number[] {
  const always: number[] = []
  const keyed: { readonly number: number; readonly expression: RegExp }[] = []
  for (const [number, sources] of lists.entries()) {
    if (sources.every(isOfOneKey)) keyed.push({ number, expression: anyName(sources) })
    else always.push(number)
  }
  const all = lists.map((_, number) => number)
  const nothing: readonly number[] = []
  const known = new Map<string, readonly number[]>()
  const ofKey = (key: string): readonly number[] => {
    let numbers = known.get(key)
    if (numbers === undefined) {
      numbers = keyed.filter(({ expression }) => holdsFor(expression, key)).map(({ number }) => number)
      if (numbers.length === 0) numbers = nothing
      if (known.size >= mostKept) known.clear()
      known.set(key, numbers)
    }
    return numbers
  }
  return (field) => {
    if (field.length > longestName || field[0] !== '/') return all
    let found: Set<number> | undefined
    for (let from = 0, to = 0; to < field.length; from = to) {
      const next = field.indexOf('/', from + 1)
      to = next < 0 ? field.length : next
      // With the sign behind it, where there is one: the last key is the end of the name as well.
      const numbers = ofKey(field.slice(from, to + 1))
      if (numbers.length === 0) continue
      found ??= new Set(always)
      for (const number of numbers) found.add(number)
    }
    return found === undefined ? always : [...found].sort((a, b) => a - b)
  }
}
