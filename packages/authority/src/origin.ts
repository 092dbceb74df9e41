import type { FastifyRequest } from 'fastify'

/** Scheme and host as the client sees them. */
export const originOf = (request: FastifyRequest) => `${request.protocol}://${request.host}`
