import { POD_PEER } from '../../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../../kubernetes/component';
import { validatePodPeers } from '../../kubernetes/network-policy';
import { STORAGE } from '../../kubernetes/shapes';
import { validateStorage } from '../../kubernetes/storage';
import type { Problem } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
import { fitProps, flag, having, listOf, needed, number, type Shape, struct, text } from '../../model/shape';
import { parseQuantity, validateBaseUrl, validateInteger, validateWorkloadName } from '../../model/units';
import type { IFluentdOutput } from '../outputs/fluentd-delivery';
import { SECRET_KEY } from '../outputs/secret-key-shape';
import type { FluentdAggregatorProps, FluentdTls } from './fluentd-aggregator-props';

/** An output that Fluentd has a plugin for. */
export const FLUENTD_OUTPUT = having<IFluentdOutput>(
  ['fluentd', 'validateTarget', 'allowFrom'],
  'output of Fluentd, whose image has plugins for Elasticsearch, forward and stdout alone',
  "new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
);

const AGGREGATOR: Shape<FluentdAggregatorProps> = {
  ...COMPONENT,
  ...STORAGE,
  output: needed(FLUENTD_OUTPUT),
  name: text('fluentd'),
  replicas: number(2),
  sharedKey: SECRET_KEY,
  tls: struct<FluentdTls>({
    certificate: needed(SECRET_KEY),
    privateKey: needed(SECRET_KEY),
    ca: needed(SECRET_KEY),
  }),
  forwardFrom: listOf(struct(POD_PEER)),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** Below it a few chunks fill the buffer. */
const LEAST_VOLUME = '512Mi';

/** All that is wrong with the props of a FluentdAggregator, and the namespace that results from them. */
export function validateFluentdAggregator(props: FluentdAggregatorProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, AGGREGATOR);
  const { replicas = 2, tls } = fit;
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'fluentd'),
    ...validateInteger('replicas', replicas, { min: 1, max: 50 }),
    ...validateStorage(fit, replicas),
    ...validateVolume(fit),
    ...validateSecretKey('sharedKey', fit.sharedKey),
    ...(tls === undefined ? [] : validateTls(tls)),
    ...validatePodPeers('forwardFrom', fit.forwardFrom),
    ...validateOutput(fit.output),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateVolume({ storageSize, ephemeralStorage, existingClaim }: FluentdAggregatorProps): Problem[] {
  const bytes = storageSize === undefined ? undefined : parseQuantity(storageSize);
  return [
    ...(bytes !== undefined && bytes >= 1024 ** 2 && bytes < (parseQuantity(LEAST_VOLUME) as number)
      ? [
          {
            what: `'storageSize' is '${storageSize}', in which nothing could wait for an output that is away`,
            fix: `use '${LEAST_VOLUME}' or more`,
          },
        ]
      : []),
    ...(existingClaim !== undefined && storageSize === undefined
      ? [
          {
            what: `'existingClaim' is '${existingClaim}', whose size is not known here`,
            fix: "set 'storageSize' to it, such as '10Gi'",
          },
        ]
      : []),
    ...(ephemeralStorage
      ? [
          {
            what: "'ephemeralStorage' is true: lines that agents were told are safe would be lost with the pod",
            fix: "leave it out, and name a 'storageClassName' or an 'existingClaim' if there is no default class",
          },
        ]
      : []),
  ];
}

function validateOutput(output: IFluentdOutput | undefined): Problem[] {
  if (!output?.printsToOwnLog) return [];
  return [
    {
      what: `output '${output.name}' prints to the log of this pod, which agents send here again`,
      fix: 'use one that stores lines, such as ElasticsearchOutput',
    },
  ];
}

function validateTls(tls: FluentdTls): Problem[] {
  return (['certificate', 'privateKey', 'ca'] as const).flatMap((each) =>
    tls[each] === undefined
      ? [{ what: `'tls.${each}' is not set`, fix: "set it, such as { name: 'fluentd-tls', key: 'tls.crt' }" }]
      : validateSecretKey(`tls.${each}`, tls[each]),
  );
}
