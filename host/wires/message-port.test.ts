import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, it } from 'vitest';
import { createProbeRouter, type probeContract } from '../host-fixture.ts';
import { createMessagePortWire } from './message-port.ts';

it('lets the desktop’s own window import the files that its user chose, wherever they lie, and no other', async () => {
  const { port1, port2 } = new MessageChannel();
  const mayOpen = (path: string) => path === '/home/user/台账.csv';
  createMessagePortWire({ router: createProbeRouter(), mayOpen, log: () => {} })(port1, { actor: 'operator' });
  const { imports }: ContractRouterClient<typeof probeContract> = createORPCClient(new RPCLink({ port: port2 }));
  port2.start();
  expect(await imports.inspect({ path: '/home/user/台账.csv' })).toBe('opened /home/user/台账.csv');
  const others = ['/etc/passwd', '/home/user/../user/台账.csv'];
  for (const path of others) {
    const refusal = expect.objectContaining({
      code: 'REFUSED',
      data: expect.objectContaining({ code: 'path-not-chosen' }),
    });
    await expect(imports.inspect({ path })).rejects.toEqual(refusal);
    await expect(imports.run({ files: [{ path: '/home/user/台账.csv' }, { path }] })).rejects.toEqual(refusal);
  }
  port1.close();
});
