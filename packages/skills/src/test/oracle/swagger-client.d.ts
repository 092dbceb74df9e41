declare module 'swagger-client' {
  interface Built {
    readonly method: string
    readonly url: string
    readonly headers?: Readonly<Record<string, unknown>>
    readonly body?: unknown
  }
  const SwaggerClient: {
    resolve(options: object): Promise<{ readonly spec: unknown; readonly errors: readonly unknown[] }>
    buildRequest(options: object): Built
  }
  export default SwaggerClient
}
