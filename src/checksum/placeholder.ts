/**
 * Values that documentation puts where a secret would stand. A word counts only where no letter adjoins it or it is long enough
 * that chance does not spell it inside a random key.
 */
const words =
  /(?:example|placeholder|redacted|changeme|change[-_ ]me|replace[-_ ]?(?:me|with)|insert[-_ ]|dummy|sample|your[-_ ]|<|>|\{\{|\}\}|\$\{|\$\(|%\(|%s\b|%[A-Z_]{2,}%|\.\.\.|…|\*{3}|x{4}|X{4}|_here\b|(?<![a-z])todo(?![a-z])|示例|占位|你的|您的|替换)/iu
const bare = new Set([
  'password',
  'passwd',
  'passwort',
  'pass',
  'pwd',
  'pw',
  'secret',
  'token',
  'key',
  'apikey',
  'api_key',
  'api-key',
  'user',
  'username',
  'login',
  'admin',
  'root',
  'foo',
  'bar',
  'baz',
  'test',
  'none',
  'null',
  'nil',
  'true',
  'false',
  'undefined',
  'string',
  'value',
  'hidden',
  'empty',
  'default',
  'mypassword',
  'mysecret',
  'mypass',
  'mytoken',
  'thepassword',
  'somepassword',
  'userpass',
  'passw0rd',
  'p4ssw0rd',
  'p@ssw0rd',
  'p@ssword',
  'hunter2',
  'abc',
  'abc123',
  '123',
  '1234',
  '12345',
  '123456',
  'yourpassword',
  'yoursecret',
  'yourtoken',
  'yourpass',
  'yourkey',
  'secretpassword',
  'secret_password',
  'supersecret',
  'credentials',
  'auth',
  'authorization',
  'bearer',
  '密码',
  '口令',
  '密钥',
  '令牌',
])

/** Longest run of one repeated character. */
export function longestRun(value: string): number {
  let best = 0
  let run = 0
  let last = ''
  for (const character of value) {
    run = character === last ? run + 1 : 1
    last = character
    if (run > best) best = run
  }
  return best
}

/** Whether a value is what manuals write in the place of a secret: `<your-token>`, `changeme`, `${PASSWORD}`, `xxxxxxxx`, `password`. */
export function isPlaceholder(value: string): boolean {
  const folded = value.toLowerCase()
  if (bare.has(folded) || bare.has(folded.replace(/[-_]/g, '')) || words.test(value)) return true
  if (/^\[[^\]]{1,60}\]$/.test(value)) return true
  if (/^[$%@:][a-z_][\w.]{0,60}%?$/iu.test(value)) return true
  const run = longestRun(value)
  return run >= 8 || (value.length > 2 && run === value.length)
}
