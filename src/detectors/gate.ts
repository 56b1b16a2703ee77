import { z } from 'zod'

/** The schema of a gate as rules write it: see `Gate` in model.ts. */
export const gateSchema = z.union([
  z.strictObject({
    literals: z.array(z.string().min(2)).min(1),
    ci: z.boolean().optional(),
    edge: z.boolean().optional(),
  }),
  z.strictObject({
    digits: z.strictObject({
      min: z.number().int().min(1).max(40),
      max: z.number().int().min(1).max(1000),
      groups: z.number().int().min(1).max(8).optional(),
    }),
  }),
  z.strictObject({
    token: z.strictObject({
      min: z.number().int().min(2),
      digits: z.number().int().min(0).max(40).optional(),
    }),
  }),
  z.strictObject({ byte: z.string().length(1), beside: z.enum(['alnum', 'hex']).optional() }),
])
