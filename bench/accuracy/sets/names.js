import { readText } from '../files.js'

/** Sentences of a CoNLL file: tokens with their tags. */
function* sentences(text) {
  let tokens = []
  for (const line of `${text}\n`.split('\n')) {
    const at = Math.max(line.lastIndexOf('\t'), line.lastIndexOf(' '))
    if (line.trim() === '') {
      if (tokens.length > 0) yield tokens
      tokens = []
    } else if (at > 0) tokens.push({ token: line.slice(0, at), tag: line.slice(at + 1).trim() })
  }
}

/** The text of a sentence and the places of its persons. The name of an account is no name of a person: a mention is neither asked for nor wrong. */
const joined = (tokens, glue, person) => {
  let text = ''
  const labels = []
  let last = ''
  for (const { token, tag } of tokens) {
    if (text !== '' && !(glue === ' ' && /^[.,!?;:%)'’]/.test(token))) text += glue
    const start = text.length
    text += token
    if (!person.test(tag)) {
      last = ''
      continue
    }
    if (tag.startsWith('I-') && last !== '') labels[labels.length - 1][1] = text.length
    else labels.push([start, text.length])
    last = tag
  }
  const mention = ([start, end]) => /@\s*$/.test(text.slice(0, start)) || text.slice(start, end) === '@'
  return { text, labels: labels.filter((label) => !mention(label)), ignore: labels.filter(mention) }
}

const split = (id, title, file, lang, kind, glue, person, half) => ({
  id,
  title,
  file,
  *cases(folder) {
    let n = 0
    for (const tokens of sentences(readText(`${folder}/${file}`))) {
      // Every other block of a hundred sentences was looked at while the lists were written; the rest was held out.
      if (half !== undefined && (Math.floor(n++ / 100) % 2 === 0) !== (half === 'seen')) continue
      yield { kind, lang, ...joined(tokens, glue, person) }
    }
  },
})
const aishell = (half, title) =>
  split(`aishell-ner-${half}`, title, 'pii/ner_zh/aishell_ner_dev.bio.txt.gz', 'zh', 'PERSON_ZH', '', /-PER/, half)
const wnut = (half, title) => split(`wnut17-${half}`, title, 'pii/ner_en/wnut17_train.conll.gz', 'en', 'PERSON_EN', ' ', /-person$/, half)

/** Names of persons in running text. Lists and weights of the heuristics were tuned on the halves called "seen" only. */
export const names = [
  aishell('seen', { zh: 'AISHELL-NER，调参用的一半', en: 'AISHELL-NER, the half used for tuning' }),
  aishell('held-out', { zh: 'AISHELL-NER，留出的一半', en: 'AISHELL-NER, the half held out' }),
  wnut('seen', { zh: 'WNUT17，调参用的一半', en: 'WNUT17, the half used for tuning' }),
  wnut('held-out', { zh: 'WNUT17，留出的一半', en: 'WNUT17, the half held out' }),
  split(
    'btc-f',
    { zh: 'BTC 推文，未用于调参', en: 'BTC tweets, not used for tuning' },
    'pii/ner_en/btc_f.conll',
    'en',
    'PERSON_EN',
    ' ',
    /-PER$/,
  ),
]
