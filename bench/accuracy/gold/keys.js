/**
 * Invented keys in the form each provider documents or its key generator prints. The forms are written down here from the makers' pages, apart
 * from the rules: a form that the two describe differently shows as a missed key. Nothing here was ever issued.
 */
import { createHash } from 'node:crypto'
import { digits } from './random.js'

const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const hex = '0123456789abcdef'
const base62 = digits + upper + lower
const base36 = digits + lower
const base36Upper = digits + upper
const url64 = `${base62}-_`
const plain64 = `${base62}+/`
const base32 = `${upper}234567`

const of = (alphabet) => (n) => (r) => r.string(alphabet, n)
const [h, b, u, p] = [hex, base62, url64, plain64].map(of)
/** Parts one after the other: strings as they are, functions drawn. */
const all =
  (...parts) =>
  (r) =>
    parts.map((part) => (typeof part === 'function' ? part(r) : part)).join('')
const one =
  (...options) =>
  (r) => {
    const option = r.one(options)
    return typeof option === 'function' ? option(r) : option
  }
const uuid = all(h(8), '-', h(4), '-4', h(3), '-', one('8', '9', 'a', 'b'), h(3), '-', h(12))
/** A JSON value in base64url, as the parts of a JSON Web Token. */
const json = (make) => (r) => Buffer.from(JSON.stringify(make(r))).toString('base64url')
const number = (from, to) => (r) => String(r.between(from, to))
const numbers = (n) => (r) => String(r.between(1, 9)) + r.string(digits, n - 1)
/** A base64 value of `n` random bytes, with its padding. */
const bytes = (n) => (r) => Buffer.from(Array.from({ length: n }, () => r.below(256))).toString('base64')
/** CRC-32 (IEEE 802.3) in base 62, six digits: the check GitHub and npm describe for their tokens. */
const crc32 = (text) => {
  let crc = 0xffffffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  let rest = (crc ^ 0xffffffff) >>> 0
  let out = ''
  for (let i = 0; i < 6; i++) {
    out = base62[rest % 62] + out
    rest = Math.floor(rest / 62)
  }
  return out
}
const checked = (prefix, n) => (r) => {
  const body = r.string(base62, n)
  return prefix + body + crc32(body)
}
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** A Bitcoin private key in wallet import format: version 128, 32 bytes, 1 for a compressed public key, four bytes of a double SHA-256. */
const wif = (r) => {
  const sha256 = (data) => createHash('sha256').update(data).digest()
  const body = Buffer.from([128, ...Array.from({ length: 32 }, () => r.below(256)), ...(r.chance(0.7) ? [1] : [])])
  let rest = BigInt(`0x${Buffer.concat([body, sha256(sha256(body)).subarray(0, 4)]).toString('hex')}`)
  let out = ''
  for (; rest > 0n; rest /= 58n) out = base58[Number(rest % 58n)] + out
  return out
}
const jwt = all(
  json(() => ({ alg: 'RS256', typ: 'JWT' })),
  '.',
  json((r) => ({ sub: r.string(digits, 8), iat: r.between(1600000000, 1790000000) })),
  '.',
  u(86),
)

/** Provider and form. Each stands alone: nothing but the key says what it is. */
export const keys = {
  'aws-access-key': all(one('AKIA', 'ASIA'), of(base32)(16)),
  'alibaba-access-key': all('LTAI5t', b(18)),
  'alibaba-access-key-old': all('LTAI', b(12)),
  'tencent-secret-id': all('AKID', b(32)),
  'volcengine-access-key': all('AKLT', b(43)),
  'baidu-bce': all('bce-v3/ALTAK-', b(21), '/', h(40)),
  'google-api-key': all('AIzaSy', u(32), of(base62)(1)),
  'google-express': all('AQ.Ab8', u(46), b(1)),
  'google-oauth-secret': all('GOCSPX-', u(27), of(base62)(1)),
  'google-oauth-access': all('ya29.a0', u(160)),
  'azure-client-secret': all(b(3), number(7, 8), 'Q~', of(`${base62}_.-`)(33), b(1)),
  digitalocean: all(one('dop_v1_', 'doo_v1_', 'dor_v1_'), h(64)),
  cloudflare: all(one('cfut_', 'cfat_', 'cfk_'), b(40), h(8)),
  databricks: all('dapi', h(32)),
  planetscale: all('pscale_tkn_', u(42), of(base62)(1)),
  supabase: all('sbp_', h(40)),
  tailscale: all('tskey-auth-', b(12), 'CNTRL-', b(32)),
  dynatrace: all('dt0c01.', of(base32)(24), '.', of(base32)(64)),
  heroku: all('HRKU-AA', u(57), b(1)),
  'azure-devops': all(b(76), 'AZDO', b(4)),
  github: (r) => checked(r.one(['ghp_', 'gho_', 'ghu_', 'ghs_']), 30)(r),
  'github-fine-grained': all('github_pat_', b(22), '_', b(59)),
  'github-app-installation': all('ghs_', numbers(7), '_', jwt),
  gitlab: all(one('glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-64_', 'glft-', 'glagent-'), u(19), b(1)),
  'gitlab-routable': all('glpat-', u(27), '.01.', of(base36)(9)),
  bitbucket: all('ATBB', b(24), of(`${digits}ABCDEF`)(8)),
  atlassian: all('ATATT3xFfGF0', u(171), '=', of(`${digits}ABCDEF`)(8)),
  sourcegraph: all('sgp_', h(16), '_', h(40)),
  'slack-bot': all('xoxb-', numbers(12), '-', numbers(13), '-', b(24)),
  'slack-user': all('xoxp-', numbers(12), '-', numbers(12), '-', numbers(13), '-', h(32)),
  'slack-app': all('xapp-1-A0', of(base36Upper)(9), '-', numbers(13), '-', h(64)),
  'slack-webhook': all('https://hooks.slack.com/services/T0', of(base36Upper)(9), '/B0', of(base36Upper)(9), '/', b(24)),
  'discord-webhook': all('https://discord.com/api/webhooks/', numbers(19), '/', u(67), b(1)),
  telegram: all(numbers(10), ':AA', u(32), b(1)),
  twilio: all('SK', h(32)),
  sendgrid: all('SG.', u(22), '.', u(42), b(1)),
  mailgun: all('key-', h(32)),
  mailchimp: all(h(32), '-us', number(1, 21)),
  brevo: all('xkeysib-', h(64), '-', b(16)),
  resend: all('re_', b(8), '_', b(24)),
  mailersend: all('mlsn.', h(64)),
  facebook: all('EAA', b(180)),
  'openai-project': all('sk-proj-', u(74), 'T3BlbkFJ', u(73), b(1)),
  'openai-service': all('sk-svcacct-', u(74), 'T3BlbkFJ', u(73), b(1)),
  'openai-user': all('sk-', b(20), 'T3BlbkFJ', b(20)),
  anthropic: all('sk-ant-api03-', u(93), 'AA'),
  'hugging-face': all('hf_', of(lower + upper)(34)),
  perplexity: all('pplx-', b(48)),
  groq: all('gsk_', b(20), 'WGdyb3FY', b(24)),
  xai: all('xai-', b(80)),
  together: all('tgp_v1_', u(42), b(1)),
  cerebras: all('csk-', of(base36)(48)),
  replicate: all('r8_', b(37)),
  openrouter: all('sk-or-v1-', h(64)),
  langsmith: all('lsv2_pt_', h(32), '_', h(10)),
  tavily: all('tvly-', b(32)),
  firecrawl: all('fc-', h(32)),
  jina: all('jina_', h(32), u(27), b(1)),
  nvidia: all('nvapi-', u(63), b(1)),
  pinecone: all('pcsk_', b(6), '_', b(63)),
  modelscope: all('ms-', uuid),
  'deepseek-dashscope': all('sk-', h(32)),
  moonshot: all('sk-', b(48)),
  elevenlabs: all('sk_', h(48)),
  'stripe-live': all(one('sk_live_', 'rk_live_'), one(b(24), b(99))),
  'stripe-test': all('sk_test_', one(b(24), b(99))),
  'stripe-webhook': all('whsec_', b(32)),
  square: one(all('sq0csp-', u(42), b(1)), all('EAAA', u(59), b(1))),
  shopify: all(one('shpat_', 'shpca_', 'shppa_', 'shpss_'), h(32)),
  braintree: all('access_token$production$', of(base36)(16), '$', h(32)),
  flutterwave: all('FLWSECK_TEST-', of(`${digits}abcdefgh`)(32), '-X'),
  easypost: all('EZAK', b(54)),
  duffel: all('duffel_live_', u(42), b(1)),
  shippo: all('shippo_live_', h(40)),
  plaid: all('access-production-', uuid),
  npm: (r) => checked('npm_', 30)(r),
  pypi: all('pypi-AgEIcHlwaS5vcmc', u(150), b(1)),
  rubygems: all('rubygems_', h(48)),
  nuget: all('oy2', of(base36)(43)),
  clojars: all('CLOJARS_', h(60)),
  'docker-hub': all('dckr_pat_', u(26), b(1)),
  'crates-io': all('cio', b(32)),
  artifactory: all('AKCp', b(69)),
  terraform: all(b(14), '.atlasv1.', b(67)),
  vault: all('hvs.CAESI', u(85), b(1)),
  pulumi: all('pul-', h(40)),
  doppler: all('dp.pt.', b(43)),
  '1password-service': all('ops_eyJ', of(base62)(400)),
  infracost: all('ico-', b(32)),
  prefect: all('pnu_', b(36)),
  octopus: all('API-', of(base36Upper)(26)),
  openshift: all('sha256~', u(42), b(1)),
  postman: all('PMAK-', h(24), '-', h(34)),
  sonarqube: all(one('sqp_', 'squ_', 'sqa_'), h(40)),
  'new-relic': all('NRAK-', of(base36Upper)(27)),
  grafana: all('glsa_', b(32), '_', h(8)),
  'sentry-user': all('sntryu_', h(64)),
  linear: all('lin_api_', b(40)),
  notion: all('ntn_', numbers(11), b(35)),
  airtable: all('pat', b(14), '.', h(64)),
  figma: all('figd_', u(39), b(1)),
  readme: all('rdme_', of(base36)(70)),
  typeform: all('tfp_', u(44), '_', b(14)),
  contentful: all('CFPAT-', u(42), b(1)),
  adafruit: all('aio_', of(lower + upper)(4), number(10, 99), b(22)),
  adobe: all('p8e-', u(31), b(1)),
  hubspot: all('pat-na1-', uuid),
  'bitcoin-wif': wif,
  'age-key': all('AGE-SECRET-KEY-1', of('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')(58)),
  jwt,
  'dingtalk-webhook': all('https://oapi.dingtalk.com/robot/send?access_token=', h(64)),
  'dingtalk-secret': all('SEC', h(64)),
  'feishu-webhook': all('https://open.feishu.cn/open-apis/bot/v2/hook/', uuid),
  'wecom-webhook': all('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=', uuid),
  'vercel-token': all('vcp_', b(56)),
  'mapbox-secret': all(
    'sk.',
    json((r) => ({ u: r.string(lower, 8), a: r.string(base36, 25) })),
    '.',
    u(21),
    b(1),
  ),
}

/** Keys that are told by the words or the fields beside them: the whole passage, with each key between brackets. */
export const keysInPassage = {
  'aws-secret': (r) => `aws_access_key_id = ⟦AKIA${r.string(base32, 16)}⟧\naws_secret_access_key = ⟦${p(40)(r)}⟧\n`,
  'alibaba-secret': (r) => `accessKeyId: ⟦LTAI5t${b(18)(r)}⟧\naccessKeySecret: ⟦${b(30)(r)}⟧\n`,
  'tencent-secret-key': (r) => `SecretId=⟦AKID${b(32)(r)}⟧\nSecretKey=⟦${b(32)(r)}⟧\n`,
  'azure-storage': (r) =>
    `DefaultEndpointsProtocol=https;AccountName=${r.string(lower, 9)};AccountKey=⟦${bytes(64)(r)}⟧;EndpointSuffix=core.windows.net`,
  'azure-sas': (r) =>
    `https://${r.string(lower, 8)}.blob.core.windows.net/c/f.csv?sv=2023-11-03&se=2026-01-01&sr=b&sp=r&sig=⟦${encodeURIComponent(bytes(32)(r))}⟧`,
  wireguard: (r) => `[Interface]\nPrivateKey = ⟦${bytes(32)(r)}⟧\nAddress = 10.7.0.2/32\n`,
  'google-service-account': (r) => `{"type": "service_account", "project_id": "demo-1", "private_key_id": "⟦${h(40)(r)}⟧"}`,
  zhipu: (r) => `zhipu_api_key = "⟦${h(32)(r)}.${b(16)(r)}⟧"`,
  'wechat-app': (r) => `appid: wx${h(16)(r)}\nappsecret: ⟦${h(32)(r)}⟧\n`,
  'feishu-app': (r) => `FEISHU_APP_ID=cli_${h(16)(r)}\nFEISHU_APP_SECRET=⟦${b(32)(r)}⟧\n`,
  gitee: (r) => `GITEE_TOKEN: ⟦${h(32)(r)}⟧`,
  wandb: (r) => `export WANDB_API_KEY=⟦${h(40)(r)}⟧`,
  datadog: (r) => `DD_API_KEY=⟦${h(32)(r)}⟧`,
  'ark-uuid': (r) => `ARK_API_KEY="⟦${uuid(r)}⟧"`,
  cohere: (r) => `co = cohere.Client("⟦${b(40)(r)}⟧")`,
  kaggle: (r) => `{"username":"${r.string(lower, 7)}","key":"⟦${h(32)(r)}⟧"}`,
  discord: (r) => `discord_token = "⟦${`MT${b(24)(r)}.${u(6)(r)}.${u(37)(r)}${b(1)(r)}`}⟧"`,
  'pem-key': (r) =>
    `⟦-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA${p(48)(r)}⟧\n${p(64)(r)}\n${p(64)(r)}\n-----END RSA PRIVATE KEY-----`,
  'openssh-key': (r) =>
    `⟦-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB${p(18)(r)}⟧\n${p(70)(r)}\n-----END OPENSSH PRIVATE KEY-----`,
}
export { base62, bytes, hex, lower, plain64, upper, uuid }
