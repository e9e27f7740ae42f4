/** What the generators read of the native OpenAPI document. */

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
}

export interface DocumentedOperation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

export interface NativeDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
}

/** The document was made by our own code from typed rows a moment ago; this gives it its type back. */
export function asNativeDocument(document: unknown): NativeDocument {
  if (typeof document !== 'object' || document === null || !('paths' in document)) {
    throw new Error('documents() has no document of the native dialect.')
  }
  return document as NativeDocument
}
