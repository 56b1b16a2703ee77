import type { Validator } from '../model.ts'

/** Markers of templates and variables, of code, and of documentation that leaves the value to the reader. */
const template = /[<>{}]|&[lg]t;|\$\(|%[A-Za-z_]+%|^[$%@:&#*]|\.\.\.|…|^\[.*\]$|^[,;)+.'"`]|\*{3}|x{5}|X{5}|#{3}/
const code =
  /[()[\]]|::|->|=>|\w\.\w+\.\w|^(?:self|this|process|os|env|config|settings|request|args|params|options|props|data|form|ctx|res)\b\.?|^(?:get|fetch|read|load)[A-Z_]/
/** Addresses, paths, selectors and names of files are no passwords. */
const elsewhere = /^(?:https?:|arn:|\.{0,2}\/|~\/|[A-Za-z]:\\)|\/.*\/|^[\w-]+\.(?:js|ts|py|json|ya?ml|php|html?|css)$/
const words = new Set(
  'string str text int number integer boolean bool object null none nil true false undefined required optional hidden input label type name field value forgot reset confirm invalid missing incorrect wrong error enter please'.split(
    ' ',
  ),
)

/**
 * Whether a value is a password as a person would write it out: four characters or more, no template, variable, call, path, type name or
 * label, not masked, one word. Passwords that are in every list of weak ones count: that is what the rule that asks is for.
 * Most strings pass, so passing is no evidence (falsePass 1).
 */
export const literalPassword: Validator = {
  id: 'literal-password',
  falsePass: 1,
  check(value) {
    if (value.length < 4 || template.test(value) || code.test(value) || elsewhere.test(value)) return false
    if (/[^\x21-\x7e]/.test(value.replaceAll(' ', '')) || value.split(' ').length > 2) return false
    // A label or a message: a capital and small letters, or words joined by hyphens that say what the field is.
    if (
      /^Pass(?:word|wd|phrase)s?[:!?.]?$/.test(value) ||
      /^(?:[a-z]+[-_])+(?:password|passwd|pwd)$|^(?:password|passwd|pwd)(?:[-_][a-z]+)+$/.test(value)
    )
      return false
    return !words.has(value.toLowerCase())
  },
}
