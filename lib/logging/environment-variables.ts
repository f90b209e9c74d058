import type { FluentBitConfig } from '../config/fluent-bit/config';
import { environmentNames } from '../config/fluent-bit/environment';
import type { Problem } from '../model/problem';
import type { LogOutput } from './outputs/log-output';

/** Variables that every container of a pod has. */
const EVERYWHERE = ['HOSTNAME', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'];

/**
 * Variables that a configuration names and its container lacks, or has for two credentials: Fluent Bit takes one that is not
 * set for an empty text, in silence.
 *
 * @param own those that the container has beside the credentials of its outputs
 */
export function validateVariables(
  config: FluentBitConfig,
  own: readonly string[],
  outputs: readonly LogOutput[],
): Problem[] {
  const known = new Set([...EVERYWHERE, ...own, ...outputs.flatMap(({ credentials }) => credentials.map(nameOf))]);
  return [
    ...environmentNames(config)
      .filter((name) => !known.has(name))
      .map((name) => ({
        what: `the configuration names the environment variable '${name}', which its container does not have`,
        fix: "write its value, or have it among the 'credentials' of an output",
      })),
    ...validateOnce(outputs),
  ];
}

/** The container would have one value for both. */
function validateOnce(outputs: readonly LogOutput[]): Problem[] {
  const all = outputs.flatMap(({ name, credentials }) => credentials.map(({ variable }) => ({ name, variable })));
  return all.flatMap(({ name, variable }, i) => {
    const first = all.findIndex((each) => each.variable === variable);
    if (first === i) return [];
    return [
      {
        what: `outputs '${all[first]?.name}' and '${name}' both take a credential from the environment variable '${variable}'`,
        fix: 'give one of them another name',
      },
    ];
  });
}

const nameOf = ({ variable }: { readonly variable: string }) => variable;
