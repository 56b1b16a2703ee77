import { existsSync } from 'node:fs'
import { readJson, readRows, readText } from '../files.js'

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

const testData = 'secrets/detect_secrets_test_data'

/** The files that the baseline of detect-secrets lists, line by line: a line holds a secret when the baseline names it, whatever detector did. */
const detectSecrets = {
  id: 'detect-secrets',
  title: { zh: 'detect-secrets 测试文件，逐行', en: 'detect-secrets test files, line by line' },
  file: `${testData}/baseline.file`,
  *cases(folder) {
    for (const [name, found] of Object.entries(readJson(`${folder}/${testData}/baseline.file`).results)) {
      const path = `${folder}/${testData}/${name}`
      if (!existsSync(path)) continue
      const lines = new Set(found.map((one) => one.line_number))
      for (const [index, text] of readText(path).split('\n').entries()) {
        if (text.trim() === '') continue
        yield { kind: 'SECRET', lang: 'en', text, labels: lines.has(index + 1) ? [[0, text.length]] : [], whole: true }
      }
    }
  },
}

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
  detectSecrets,
]
