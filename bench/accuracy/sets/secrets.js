import { readRows } from '../files.js'

const table = (id, title, file, secret) => ({
  id,
  title,
  file,
  *cases(folder) {
    for (const row of readRows(`${folder}/${file}`)) {
      // A whole text holds a secret or it does not: which of its characters are the secret, these sets do not say.
      yield { kind: 'SECRET', lang: 'en', text: row.text, labels: secret(row) ? [[0, row.text.length]] : [], whole: true }
    }
  },
})

/** Samples of keys from the tests of other scanners, and what they must not take for one. */
export const secrets = [
  table('gitleaks', { zh: 'gitleaks 样例', en: 'gitleaks samples' }, 'secrets/gitleaks_tps_fps.jsonl', (row) => row.secret),
  table('noseyparker', { zh: 'Nosey Parker 样例', en: 'Nosey Parker samples' }, 'secrets/noseyparker_examples.jsonl', (row) => row.secret),
  table(
    'secretlint',
    { zh: 'secretlint 样例', en: 'secretlint samples' },
    'secrets/secretlint_snapshots.jsonl',
    (row) => row.findings.length > 0,
  ),
]
