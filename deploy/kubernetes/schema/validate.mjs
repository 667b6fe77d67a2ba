// Validates Kubernetes objects (YAML, from standard input) against the schemas of their kinds, and against what we ask of our own.
import {readFileSync} from 'node:fs';
import {parseAllDocuments} from 'yaml';

const modules = {'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1'};
const findings = [];
let objects = 0;

async function model({apiVersion, kind}) {
  const group = await import(modules[apiVersion] ?? `kubernetes-models/${apiVersion}`);
  return group[kind];
}

/** What a pod must be, beyond the schema. */
function hardening(pod) {
  const missing = [];
  const want = (condition, what) => condition || missing.push(what);
  want(pod.automountServiceAccountToken === false, 'automountServiceAccountToken: false');
  want(pod.securityContext?.runAsNonRoot === true, 'runAsNonRoot: true');
  want(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'seccompProfile: RuntimeDefault');
  want(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'no namespace of the host');
  want(!(pod.volumes ?? []).some(volume => volume.hostPath), 'no hostPath');
  for (const container of pod.containers) {
    const context = container.securityContext ?? {};
    want(context.allowPrivilegeEscalation === false, 'allowPrivilegeEscalation: false');
    want(!context.privileged, 'no privileged');
    want(context.readOnlyRootFilesystem === true, 'readOnlyRootFilesystem: true');
    want(context.capabilities?.drop?.includes('ALL') && !context.capabilities.add, 'capabilities: drop ALL');
    want(container.resources?.limits?.memory, 'a memory limit');
    want(container.resources?.limits?.memory === container.resources?.requests?.memory, 'as much memory requested as allowed');
    want(container.resources?.requests?.cpu, 'a CPU request');
    want(/:[^:/]+$/.test(container.image) && !container.image.endsWith(':latest'), 'an image of a version');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      want(container[probe]?.httpGet?.path?.startsWith('/health/'), `a ${probe} on /health/`);
    }
  }
  return missing;
}

for (const document of parseAllDocuments(readFileSync(0, 'utf8'))) {
  if (document.errors.length > 0) {
    findings.push(...document.errors.map(error => error.message));
    continue;
  }
  const object = document.toJS();
  if (!object) {
    continue;
  }
  objects += 1;
  const name = `${object.kind} ${object.metadata?.name}`;
  const Model = await model(object).catch(() => undefined);
  if (!Model) {
    findings.push(`${name}: no schema for ${object.apiVersion} ${object.kind}`);
    continue;
  }
  try {
    new Model(object).validate();
  } catch (error) {
    findings.push(`${name}: ${error.message}`);
  }
  const pod = object.spec?.template?.spec;
  if (pod) {
    findings.push(...hardening(pod).map(missing => `${name}: wants ${missing}`));
  }
}
if (objects === 0) {
  findings.push('no objects');
}
findings.forEach(finding => console.error(finding));
console.log(`${objects} objects`);
process.exit(findings.length === 0 ? 0 : 1);
