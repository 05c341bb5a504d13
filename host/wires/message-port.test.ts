import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, it } from 'vitest';
import { createProbeRouter, type probeContract } from '../host-fixture.ts';
import { createMessagePortWire } from './message-port.ts';

it('lets the desktop’s own window import files that its user picked, wherever they lie', async () => {
  const { port1, port2 } = new MessageChannel();
  createMessagePortWire({ router: createProbeRouter(), log: () => {} })(port1, { actor: 'operator' });
  const { imports }: ContractRouterClient<typeof probeContract> = createORPCClient(new RPCLink({ port: port2 }));
  port2.start();
  expect(await imports.inspect({ path: '/home/user/台账.csv' })).toBe('opened /home/user/台账.csv');
  port1.close();
});
