import { describe, expect, it } from 'vitest'
import { saysNothing } from '../../src/detectors/nothing.ts'

describe('an entry says nothing', () => {
  it.each([
    ['left out', ['', '-', '/', '____', '……', '[]', '（）', '0', 'xxx', '□高血压 □糖尿病']],
    ['no word for anything', ['无', '无。', '（无）', '1. 无', '没有', '不详', 'None', 'N/A', 'null', 'Other', '其他', 'unknown']],
    ['denied', ['否认高血压、糖尿病史', '无药物、食物过敏史', '未见异常', '无，血压正常', '心肺腹查体未见异常', 'No known allergies']],
    ['as usual', ['健康', '良好', '健康状况良好', '阴性', 'normal', 'Healthy.']],
    ['to be filled in', ['请填写', '【请填写】', '是否吸烟', '同上']],
  ])('%s', (_, entries) => {
    expect(entries.filter((entry) => !saysNothing(entry))).toEqual([])
  })

  it.each([
    [
      'an illness whose name begins so',
      ['无痛性肿块', '无力3天', '未分化癌', '正常压力脑积水', 'Normal pressure hydrocephalus', 'Nocturia'],
    ],
    ['an illness behind signs', ['（1）高血压', '2型糖尿病', 'X-linked adrenoleukodystrophy', 'E11.9']],
    ['a denial and something else', ['无过敏史，糖尿病十年', 'No known allergies. Asthma since 2010.', '血压不正常']],
  ])('but not %s', (_, entries) => {
    expect(entries.filter(saysNothing)).toEqual([])
  })
})
