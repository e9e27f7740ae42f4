import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { features, limitNames } from '../../src/core/network.ts'
import { profiles } from '../../src/networks/builtin/capabilities.ts'
import { builtin } from '../../src/networks/builtin/index.ts'

const byId = builtin({ wait: async () => undefined }).profiles
const limitOf = (profile: string, limit: keyof typeof limitNames) =>
  byId.get(profile)?.capabilities.limits[limit].max

test('the profiles are those of the design, the default one first', () => {
  expect(profiles.map(({ id, directory }) => [id, directory])).toEqual([
    ['open', 'open'],
    ['whatsapp', 'whatsapp'],
    ['whatsapp-cloud', 'whatsapp'],
    ['whatsapp-cloud-strict', 'whatsapp'],
    ['instagram', 'instagram'],
    ['linkedin', 'linkedin'],
    ['linkedin-recruiter', 'linkedin'],
    ['linkedin-sales-navigator', 'linkedin'],
    ['linkedin-company-page', 'linkedin'],
    ['genuin', 'genuin'],
  ])
})

test.each(profiles)('the profile $id answers for every feature and every limit', ({ capabilities }) => {
  expect(Object.keys(capabilities.features).sort()).toEqual([...features].sort())
  expect(Object.keys(capabilities.limits).sort()).toEqual(Object.keys(limitNames).sort())
})

test.each(profiles)('every limit of $id says where its number comes from', ({ capabilities }) => {
  for (const { max, source } of Object.values(capabilities.limits)) {
    expect(Number.isSafeInteger(max) && max > 0).toBe(true)
    expect(source).toMatch(
      /^(Muster: .{10,}[.]|(unipile|whatsapi|whatsapp-cloud|whatsapp-web|genuin)[.]md \d.*[.]|(docs[.]360dialog[.]com|developers[.]chatwoot[.]com|LinkedIn Help|WhatsApp to the press)[ ,].*[.])$/,
    )
  }
})

test('the numbers that vendors publish', () => {
  expect(limitOf('open', 'group.participants')).toBe(1_000_000)
  expect(limitOf('open', 'participants.batch')).toBe(10_000)
  expect(limitOf('whatsapp', 'group.participants')).toBe(1_024)
  expect(limitOf('whatsapp', 'group.name')).toBe(100)
  expect(limitOf('whatsapp-cloud', 'group.participants')).toBe(9)
  expect(limitOf('whatsapp-cloud', 'participants.batch')).toBe(8)
  expect(limitOf('whatsapp-cloud', 'group.name')).toBe(128)
  expect(limitOf('whatsapp-cloud', 'group.description')).toBe(2_048)
  expect(limitOf('whatsapp-cloud', 'account.groups')).toBe(10_000)
  expect(limitOf('whatsapp-cloud', 'picture.side_min')).toBe(192)
  expect(limitOf('whatsapp-cloud', 'picture.ratio')).toBe(100)
  expect(limitOf('whatsapp-cloud', 'group.pins')).toBe(3)
  expect(limitOf('instagram', 'group.participants')).toBe(250)
  expect(limitOf('linkedin', 'group.participants')).toBe(50)
})

test('the three kinds of LinkedIn account without group messaging refuse everything, with the reason', () => {
  const without = profiles.filter(({ directory, id }) => directory === 'linkedin' && id !== 'linkedin')
  expect(without).toHaveLength(3)
  for (const { capabilities } of without) {
    for (const support of Object.values(capabilities.features)) {
      expect(support).toEqual({
        none: expect.stringContaining('Recruiter, Sales Navigator and Company pages'),
      })
    }
  }
})

test('the README shows every profile with its numbers, and every sandbox person', async () => {
  const readme = await readFile(new URL('../../src/networks/builtin/README.md', import.meta.url), 'utf8')
  for (const { id, directory, capabilities, sandbox } of profiles) {
    const shown = [
      'group.participants',
      'participants.batch',
      'group.name',
      'group.description',
      'message.text',
    ] as const
    const numbers = shown.map((name) => capabilities.limits[name].max.toLocaleString('en'))
    expect(readme).toContain(`| \`${id}\` | ${directory} | ${numbers.join(' | ')} |`)
    for (const { user_id } of sandbox) expect(readme).toContain(`\`${user_id}\``)
  }
})
