/** The table of this dialect: what is served, and the vendor's calls that are not, each with the reason. */
import { type Method, tagged } from '../dialect.ts'
import { groupRoutes } from './group-routes.ts'
import { instanceRoutes } from './instance-routes.ts'
import { memberRoutes, sendRoutes } from './member-routes.ts'

/** Every row, in the order of the contract; the headings are the vendor's. */
export const routes = [
  ...tagged('Group Management', groupRoutes),
  ...tagged('Group Management', memberRoutes),
  ...tagged('Instance', instanceRoutes),
  ...tagged('Message Sending', sendRoutes),
] as const

type Declined = readonly { readonly method: Method; readonly path: string; readonly reason: string }[]

function decline(reason: string, calls: readonly (readonly [Method, string])[]): Declined {
  return calls.map(([method, path]) => ({ method, path: `/instances/{instance_key}/${path}`, reason }))
}

/** Calls that this server does not have (contract 1.5): 400 in the envelope, with the reason. */
export const declined: Declined = [
  ...decline(
    'Sending anything but texts and invites is outside group management, which is all that this server does.',
    [
      ['POST', 'send/image'],
      ['POST', 'send/video'],
      ['POST', 'send/audio'],
      ['POST', 'send/document'],
      ['POST', 'send/upload'],
      ['POST', 'send/upload-url'],
      ['POST', 'send/media'],
      ['POST', 'send/location'],
      ['POST', 'send/contact'],
      ['POST', 'send/poll'],
      ['POST', 'send/list'],
      ['POST', 'send/buttons'],
      ['POST', 'send/button-media'],
      ['POST', 'send/template'],
      ['POST', 'send/template-media'],
    ],
  ),
  ...decline(
    "Presence, people's profiles and files are outside group management, which is all that this server does.",
    [
      ['POST', 'misc/chat-presence'],
      ['GET', 'misc/profile-pic'],
      ['PUT', 'misc/profile-pic'],
      ['POST', 'misc/user-info'],
      ['POST', 'misc/download'],
    ],
  ),
  ...decline('Catalogues and payments are outside group management, which is all that this server does.', [
    ['GET', 'business/catalog'],
    ['POST', 'business/payment-request'],
  ]),
]
