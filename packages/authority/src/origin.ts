import type { FastifyRequest } from 'fastify'

/** Scheme and host as the client sees them, without a port that goes without saying. */
export const originOf = ({ protocol, host }: FastifyRequest) => new URL(`${protocol}://${host}`).origin
