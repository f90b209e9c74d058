import { JsonPatch } from 'cdk8s';
import { StatefulSet } from '../../lib/kubernetes/stateful-set';
import { jsonOf, messageOf, newChart } from '../tools/synth';

const TEMPLATE = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function patched(...patches: JsonPatch[]) {
  const template = structuredClone(TEMPLATE);
  const statefulSet = new StatefulSet(
    newChart(),
    'StatefulSet',
    {
      metadata: { annotations: { team: 'a' } },
      spec: {
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } },
      },
    },
    template,
  );
  statefulSet.addJsonPatch(...patches);
  return { template, json: () => jsonOf(statefulSet) };
}

describe('a JSON patch of a StatefulSet', () => {
  it('changes an annotation', () => {
    expect(patched(JsonPatch.replace('/metadata/annotations/team', 'b')).json().metadata.annotations).toEqual({
      team: 'b',
    });
  });

  it('changes a field inside the claim template, of this one alone', () => {
    const { json, template } = patched(
      JsonPatch.replace('/spec/volumeClaimTemplates/0/spec/accessModes', ['ReadWriteMany']),
      JsonPatch.add('/spec/volumeClaimTemplates/0/metadata/labels', { team: 'b' }),
    );
    for (const { spec } of [json(), json()]) {
      expect(spec.volumeClaimTemplates).toEqual([
        {
          metadata: { name: 'data', labels: { team: 'b' } },
          spec: { ...TEMPLATE.spec, accessModes: ['ReadWriteMany'] },
        },
      ]);
    }
    expect(template).toEqual(TEMPLATE);
  });

  it('replaces the list of templates', () => {
    const list = [{ metadata: { name: 'other' }, spec: { storageClassName: 'gp3' } }];
    expect(patched(JsonPatch.replace('/spec/volumeClaimTemplates', list)).json().spec.volumeClaimTemplates).toEqual(
      list,
    );
  });

  it('reaches fields that the typed class does not know, such as those of a later Kubernetes', () => {
    const patch = JsonPatch.add('/spec/template/spec/resources', { limits: { cpu: '1' } });
    expect(patched(patch).json().spec.template.spec.resources).toEqual({ limits: { cpu: '1' } });
  });

  it('says whose it is when its path does not exist', () => {
    expect(messageOf(patched(JsonPatch.add('/spec/nothing/here', 1)).json)).toMatch(
      /^chart\/StatefulSet: a JSON patch does not fit \(.+\); compare its path with the synthesized YAML$/,
    );
  });
});
