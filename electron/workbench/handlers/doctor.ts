/** The use case of the connection doctor. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import { examine, machineProbes } from '../doctor/doctor.ts';
import type { Services } from '../services.ts';

type DoctorHandlers = Pick<Handlers, Extract<keyof Handlers, `doctor.${string}`>>;

/** The handlers of area `doctor`. */
export function doctorHandlers({ cables, registry, status, now }: Services): DoctorHandlers {
  const ports = {
    cables: () => cables().list(),
    handsets: registry.summaries,
    listener: () => status().listener,
    now,
  };
  return {
    'doctor.run': async () => ok(await examine(ports, machineProbes())),
  };
}
