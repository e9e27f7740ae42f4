/** The SDK's types, by openapi-typescript. */
import openapiTs, { astToString, type OpenAPI3 } from 'openapi-typescript'
import type { NativeDocument } from './document.ts'

const header = '// Generated from openapi/native.json by `npm run generate`; do not edit.\n\n'

/** The text of sdk/src/schema.ts. */
export async function sdkSchema(document: NativeDocument): Promise<string> {
  // It asks for the document in its own, stricter words.
  const nodes = await openapiTs(structuredClone(document) as unknown as OpenAPI3, { silent: true })
  return header + astToString(nodes)
}
