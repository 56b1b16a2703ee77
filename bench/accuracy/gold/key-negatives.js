// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what manuals and settings write for a variable is text here
/** What stands where a key could stand, or looks like one, and is none. */
import { base62, bytes, hex, keys, lower, plain64, upper, uuid } from './keys.js'
import { digits, pad } from './random.js'

const b62 = (r, n) => r.string(base62, n)
const names = Object.keys(keys)
/** The documented form of a provider, cut short by a third or made longer by a third: no key of it has that length. */
const stretched = (r, by) => {
  for (;;) {
    const name = r.one(fixed)
    const key = keys[name](r)
    const n = Math.floor(key.length / 3)
    if (by < 0) return key.slice(0, key.length - n)
    return key + r.string(/[^0-9a-f]/.test(key.slice(-20)) ? base62 : hex, n)
  }
}
/** Providers whose keys have one length, written in letters and digits to the end. */
const fixed =
  'aws-access-key tencent-secret-id google-api-key databricks supabase github-fine-grained bitbucket twilio mailchimp openrouter langsmith firecrawl groq xai replicate perplexity hugging-face shopify duffel shippo rubygems clojars pulumi prefect infracost postman grafana linear sentry-user npm rdme sendgrid'
    .split(' ')
    .filter((name) => names.includes(name))
const prefixes = [
  'ghp_',
  'sk-',
  'sk-proj-',
  'sk-ant-api03-',
  'AKIA',
  'LTAI',
  'AKID',
  'glpat-',
  'xoxb-',
  'hf_',
  'npm_',
  'AIza',
  'sk_live_',
  'dop_v1_',
  'SG.',
  'gsk_',
  'r8_',
  'pul-',
  'shpat_',
  'PMAK-',
  'NRAK-',
]
const words = 'load parse render update select filter reduce merge client server session handler buffer stream widget layout router'.split(
  ' ',
)
const name = (r) => r.one(words) + r.one(words).replace(/^./, (c) => c.toUpperCase())
const minified = (r) =>
  Array.from(
    { length: r.between(4, 9) },
    () =>
      `function ${r.one([...lower])}${r.one([...lower])}(${r.one([...lower])},${r.one([...lower])}){return ${r.one([...lower])}.${name(r)}(${r.below(99)})||"${name(r)}"}var ${r.one([...lower])}=${r.below(9999)},${r.one([...upper])}={${name(r)}:!0,${name(r)}:"#${r.string(hex, 6)}"};`,
  ).join('')
const integrity = (r) => `sha512-${bytes(64)(r)}`
const version = (r) => `${r.below(9)}.${r.below(30)}.${r.below(30)}`

/** Nothing in these texts is secret: no rule for secrets may fire. */
export const innocent = {
  hash: [
    (r) => r.string(hex, r.one([32, 40, 56, 64, 96, 128])),
    ['md5: {}', 'commit {}', 'sha256:{}', 'ETag: "{}"', '校验和 {}', '{}  archive.tar.gz', 'Merge {} into main'],
  ],
  uuid: [uuid, ['id: {}', 'request-id={}', '订单编号 {}', '"traceId":"{}"', '/api/users/{}/orders', '{}']],
  'base64-image': [
    (r) => `data:image/png;base64,iVBORw0KGgo${r.string(plain64, r.between(120, 900))}`,
    ['<img src="{}">', '![图]({})', 'background: url({})', '"icon": "{}"'],
  ],
  'base64-text': [(r) => r.string(plain64, r.between(60, 300)), ['正文：\n{}', 'Content-Transfer-Encoding: base64\n\n{}', '{}']],
  minified: [minified, ['{}', '!function(){{}}();', '<script>{}</script>']],
  'npm-lock': [
    (r) =>
      `"node_modules/${r.one(words)}-${r.one(words)}": {\n  "version": "${version(r)}",\n  "resolved": "https://registry.npmjs.org/${r.one(words)}/-/${r.one(words)}-${version(r)}.tgz",\n  "integrity": "${integrity(r)}"\n}`,
    ['{}', '{\n{}\n}'],
  ],
  'yarn-lock': [
    (r) =>
      `${r.one(words)}@^${version(r)}:\n  version "${version(r)}"\n  resolved "https://registry.yarnpkg.com/${r.one(words)}/-/${r.one(words)}-${version(r)}.tgz#${r.string(hex, 40)}"\n  integrity ${integrity(r)}`,
    ['{}'],
  ],
  'cargo-lock': [
    (r) => `[[package]]\nname = "${r.one(words)}"\nversion = "${version(r)}"\nchecksum = "${r.string(hex, 64)}"`,
    ['{}', '# 自动生成\n{}'],
  ],
  'go-sum': [(r) => `github.com/${r.one(words)}/${r.one(words)} v${version(r)} h1:${bytes(32)(r)}`, ['{}', '{}\n']],
  'pip-hash': [(r) => `${r.one(words)}==${version(r)} --hash=sha256:${r.string(hex, 64)}`, ['{}', 'requirements：{}']],
  'public-key': [
    (r) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${r.string(plain64, 43)} dev@host`,
    ['{}', '把公钥 {} 加到服务器', 'authorized_keys: {}'],
  ],
  certificate: [
    (r) => `-----BEGIN CERTIFICATE-----\nMIID${r.string(plain64, 60)}\n${r.string(plain64, 64)}\n-----END CERTIFICATE-----`,
    ['{}', '证书如下：\n{}'],
  ],
  git: [(r) => `index ${r.string(hex, 7)}..${r.string(hex, 7)} 100644`, ['diff --git a/x b/x\n{}', '{}']],
  identifier: [
    (r) => `${name(r)}${r.one(['Key', 'Token', 'Secret', 'ApiKey'])}`,
    ['const {} = getConfig()', 'this.{} = options.{}', '字段 {} 必填', 'function {}(input) { return input }', '{}: string;'],
  ],
  variable: [
    (r) => `${r.one(words).toUpperCase()}_${r.one(['TOKEN', 'SECRET', 'API_KEY', 'PASSWORD'])}`,
    [
      'token: ${{ secrets.{} }}',
      'os.environ["{}"]',
      'process.env.{}',
      'password=${{}}',
      'Authorization: Bearer ${}',
      '从环境变量 {} 读取',
      '{}=',
    ],
  ],
  'url-path': [
    (r) => `https://${r.one(words)}-demo.net/${r.one(words)}/${r.string(hex, 24)}/${r.string(`${lower}${digits}`, 18)}.js`,
    ['{}', '见 {}', '<script src="{}"></script>'],
  ],
  'docker-digest': [
    (r) => `${r.one(['alpine', 'node', 'nginx'])}:${version(r)}@sha256:${r.string(hex, 64)}`,
    ['FROM {}', 'image: {}', 'docker://{}', 'oci://registry-demo.net/{}'],
  ],
  plain: [
    (r) => `${r.one(words)}-${r.one(words)}-${r.one(words)}_${r.one(words)}`,
    ['sk-{}', 'key-{}', 'token: {}', 'api_key: {}', '密钥名称：{}', 'secret_name = "{}"'],
  ],
  date: [
    (r) =>
      `20${pad(r.between(10, 26), 2)}-${pad(r.between(1, 12), 2)}-${pad(r.between(1, 28), 2)}T${pad(r.below(24), 2)}:00:00.${r.string(digits, 6)}Z`,
    ['key={}', 'token expires {}', '密钥有效期至 {}'],
  ],
  'address-without-password': [
    (r) =>
      `${r.one(['https', 'ssh', 'ftp', 'git+ssh'])}://${r.one(['git', r.one(words)])}@${r.one(words)}-demo.net:${r.between(22, 9999)}/${r.one(words)}/${r.one(words)}.git`,
    ['git clone {}', '{}', '仓库地址 {}'],
  ],
  'address-with-at': [
    (r) =>
      r.one([
        `https://${r.one(words)}-demo.net:8443/@${r.one(words)}`,
        `https://${r.one(words)}-demo.net/maps/@${r.below(89)}.${r.string(digits, 6)},${r.below(179)}.${r.string(digits, 6)},15z`,
        `https://${r.one(words)}-demo.net/?to=${r.one(words)}:${r.one(words)}@${r.one(words)}.net`,
        `http://${r.one(words)}-demo.net:80/${r.one(words)}@${version(r)}/dist`,
      ]),
    ['{}', '见{}', '[link]({})'],
  ],
}

/** Where a manual writes what to put in: no key and no password. */
const marks = (r) =>
  r.one([
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'XXXXXXXXXXXXXXXX',
    '<your-token>',
    '<TOKEN>',
    'YOUR_API_KEY',
    'your-api-key-here',
    '${TOKEN}',
    '{{ token }}',
    '***',
    '****************',
    '...',
    '…',
    '你的密钥',
    '【替换为你的密钥】',
    'EXAMPLEEXAMPLEEXAMPLE',
    'placeholder-placeholder-placeholder',
    '000000000000000000000000000000000000',
    'abc123',
    'changeme',
    '[REDACTED]',
  ])

/** No key of a provider: what is left out, masked, or of another length. A value assigned to a token may still be one for the general rules. */
export const nearMiss = {
  placeholder: [
    (r) => r.one(prefixes) + marks(r),
    ['API_KEY={}', '把密钥填在这里：{}', 'token: "{}"', 'export TOKEN={}', '例如 {}', 'The key looks like {}', '{}'],
  ],
  'too-short': [(r) => stretched(r, -1), ['{}', '编号 {}', 'see {}', '"{}"', 'value={}']],
  'too-long': [(r) => stretched(r, 1), ['{}', '编号 {}', 'see {}', '"{}"', 'value={}']],
  'inside-a-token': [(r) => `${b62(r, r.between(6, 14))}${keys[r.one(fixed)](r)}`, ['{}', '编号 {}', '"{}"', 'cursor={}']],
  'prefix-in-prose': [
    (r) => r.one(prefixes),
    [
      '令牌以 {} 开头',
      'Tokens start with {}.',
      '前缀 {} 表示个人令牌',
      'the {} prefix',
      'if (token.startsWith("{}")) return true',
      '/^{}[A-Za-z0-9]{36}$/',
    ],
  ],
  'wrong-alphabet': [
    (r) => {
      const key =
        keys[r.one(['databricks', 'supabase', 'openrouter', 'pulumi', 'rubygems', 'twilio', 'shopify', 'postman', 'firecrawl'])](r)
      return key.slice(0, -9) + r.string('ghijklmnopqrstuvwyz', 9)
    },
    ['{}', '编号 {}', '"{}"'],
  ],
}

/** Addresses in which nobody's password stands. */
export const addressMiss = {
  'password-placeholder': [
    (r) =>
      `${r.one(['mysql', 'postgresql', 'mongodb', 'redis', 'https', 'amqp', 'ftp'])}://${r.one(['user', 'username', '<user>', '用户名', 'USER'])}:${r.one(['password', 'pass', '<password>', '密码', '${PASSWORD}', '{password}', '$DB_PASS', '***', '%s', 'PASSWORD', 'xxxxxx', 'your_password', '{{ db_password }}'])}@${r.one(['localhost', 'host', 'db.shop-demo.net', '127.0.0.1', '<host>'])}:3306/app`,
    ['{}', '格式为 {}', 'DATABASE_URL={}', 'e.g. {}'],
  ],
  'reserved-host': [
    (r) => `https://${r.one(words)}:${b62(r, 10)}@${r.one(['example.com', 'www.example.org', 'host.example'])}/`,
    ['{}', '例如 {}'],
  ],
}
