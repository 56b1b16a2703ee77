/** Running text, code and settings around a key: `{}` is its place. Written for this set. */
export const keyTexts = {
  zh: [
    '密钥是{}，请勿外传。',
    '测试环境的 token：{}',
    '小王把线上的{}贴进了群里，半小时后才撤回。',
    '请在请求头里带上“{}”。',
    '配置如下（{}），已过期请联系管理员',
    '步骤三：把 api_key 改成 {} 然后重启服务',
    '| 环境 | 密钥 |\n|---|---|\n| 生产 | {} |',
    '# 部署说明\n\n```bash\nexport API_TOKEN={}\nnpm run deploy\n```\n',
    '问：为什么返回 401？\n答：你用的{}已经被吊销了，换一个。',
    '日志显示：auth failed, key={}, retry=3',
    '{}',
  ],
  en: [
    'The key is {}.',
    'I pasted {} into the ticket by mistake, please revoke it',
    'Use "{}" for staging; production has its own.',
    'API_KEY={}\nDEBUG=false\n',
    'const client = new Client({ apiKey: "{}" });',
    "client = Client(token='{}')",
    '{"credentials":{"token":"{}","scope":"read"}}',
    'token: {} # rotate monthly',
    '<add key="ApiToken" value="{}" />',
    'curl -H "Authorization: Bearer {}" https://api.service-demo.net/v1/items',
    '2026-03-01T08:15:02Z WARN auth token={} rejected',
    '- name: TOKEN\n  value: {}\n',
    '\tauth = `{}`',
    'Key: <{}>',
    '({})',
    '{}',
  ],
}

/** Addresses with a password in them, and sentences around them. */
export const addressTexts = {
  zh: ['连接串 {} 不要提交到仓库', '数据库地址：{}', '我这边用的是{}，能连上', '```\nDATABASE_URL={}\n```', '{}', '把{}换成新的库'],
  en: [
    'DATABASE_URL={}',
    'engine = create_engine("{}")',
    "mongoose.connect('{}')",
    'git clone {}',
    'proxy: {}\n',
    'The dump is at {}.',
    '{"uri": "{}"}',
    '<{}>',
    'export https_proxy={}',
    'Mirror: {}, updated hourly',
  ],
}
