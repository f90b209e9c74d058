import { createHash } from 'node:crypto';
import { type ApiObject, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { FluentBitConfig } from '../../config/fluent-bit/config';
import { validateFluentBit } from '../../config/fluent-bit/validate';
import { fluentBitYaml } from '../../config/fluent-bit/write';
import { addCheck } from '../../kubernetes/checks';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { Images } from '../../kubernetes/images';
import { expectPullSecrets } from '../../kubernetes/pod-defaults';
import { editPods, findWorkload, podsNow } from '../../kubernetes/pod-template';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import { type Problem, refuse } from '../../model/problem';
import { proveLogPipeline } from '../../proof/log-pipeline/prove-log-pipeline';
import { validateVariables } from '../environment-variables';
import { CONFIG_FILE, secretPath } from '../fluent-bit/fluent-bit-pods';
import { chunksIn } from './log-file-buffers';
import { logFileConfig } from './log-file-config';
import { validateWatched, watchedSidecar, watchLogFiles, workloadName } from './log-file-monitoring';
import {
  type LogFilePlace,
  type LogFilePodsProps,
  logFilePlace,
  logFilePods,
  NATIVE_FIX,
  POD_VARIABLES,
  SENDER_LABEL,
} from './log-file-pods';
import { LOG_FILE_PORT, type LogFileSidecarProps, sidecarName } from './log-file-sidecar-props';
import { validateLogFileSidecar } from './validate-log-file-sidecar';

/**
 * Fluent Bit beside a container that writes its log into files: prints each of their lines once, so that it is a log like
 * any other, or sends them to an output of its own.
 *
 * The files are shared through the volume that is mounted there, or through a new emptyDir; what the image has in that
 * folder is hidden by it. The sidecar runs as the user who writes. Its positions, and what is not delivered yet, live as
 * long as the files: no restart of the container loses a line, or repeats one of a file that kept its name. A pod that ends
 * takes an emptyDir with it, and with it what an output could not take yet.
 */
export class LogFileSidecar extends Construct {
  /** The object that the sidecar was added to. */
  readonly workload: ApiObject;
  /** Name of the container, by which routes know its lines. */
  readonly containerName: string;
  readonly configMap: k8s.KubeConfigMap;

  private readonly props: LogFileSidecarProps;

  constructor(scope: Construct, id: string, props: LogFileSidecarProps) {
    super(scope, id);
    const found = findWorkload('workload', props?.workload, props?.native === true ? 'welcome' : { fix: NATIVE_FIX });
    const problems = validateLogFileSidecar(props);
    refuse(this.node.path, [
      ...found.problems,
      ...problems,
      ...(found.object === undefined || props.metrics === undefined ? [] : validateWatched(found.object)),
    ]);
    const workload = found.object as ApiObject;
    const { images = Images.UPSTREAM, output, port = LOG_FILE_PORT, native = false, metrics } = props;
    this.workload = workload;
    this.props = props;
    this.containerName = sidecarName(props);
    requireUniqueObjects(this);
    const { namespace } = workload.metadata;

    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: `${workloadName(workload)}-${this.containerName}`, namespace },
      data: Lazy.any({ produce: () => this.files() }),
    });
    this.node.defaultChild = this.configMap;
    const watched = metrics && watchedSidecar(workload, this.containerName, port);
    const pods: LogFilePodsProps = {
      ...props,
      object: workload,
      watched,
      containerName: this.containerName,
      images,
      port,
      native,
      configMapName: this.configMap.name,
      configHash: () => createHash('sha256').update(JSON.stringify(this.files())).digest('hex').slice(0, 16),
    };
    editPods(this, workload, logFilePods(pods));
    addCheck(
      this,
      () => this.prove(),
      () => JSON.stringify(this.files()),
    );
    if (metrics && watched) watchLogFiles(metrics, watched, props);
    if (namespace === undefined) return;
    expectPullSecrets(this, namespace, images);
    if (output === undefined) return;
    expectSecrets(this, namespace, () => [...output.credentials.map(({ expected }) => expected), ...output.files]);
    output.allowFrom({ namespace, labels: { [SENDER_LABEL]: 'sent' } });
  }

  /** Empty where the pods lack something, which their own check refuses. */
  private files(): Readonly<Record<string, string>> {
    const place = this.place();
    return place === undefined ? {} : { [CONFIG_FILE]: fluentBitYaml(this.config(place)) };
  }

  private place(): LogFilePlace | undefined {
    const pods = podsNow(this.workload);
    const { container, paths } = this.props;
    return (
      pods && logFilePlace({ object: this.workload, container, containerName: this.containerName, paths }, pods)?.place
    );
  }

  private config({ volumes, statePath, terminationSeconds }: LogFilePlace): FluentBitConfig {
    const { container, output, dataset, index, stackTraces = [], port = LOG_FILE_PORT, resources } = this.props;
    return logFileConfig({
      volumes: volumes.map(({ paths }) => paths),
      statePath,
      container,
      output,
      target: { dataset, index },
      stackTraces,
      port,
      chunks: chunksIn(resources),
      terminationSeconds,
      files: { secret: secretPath },
    });
  }

  private prove(): Problem[] {
    const place = this.place();
    if (place === undefined || place.terminationSeconds === 0) return [];
    const config = this.config(place);
    const { output } = this.props;
    const problems = [
      ...validateFluentBit(config),
      ...(output === undefined ? [] : validateVariables(config, POD_VARIABLES, [output])),
    ];
    if (problems.length > 0) return problems;
    return proveLogPipeline(config, { terminationGracePeriodSeconds: place.terminationSeconds });
  }
}
