// manifests.mjs FOLDER FILE... - Kubernetes manifests against the schemas of kubernetes-models; and what schemas do
// not say: that the numbers of shares agree.  FOLDER has node_modules.
import { readFileSync } from 'node:fs'

const [folder, ...files] = process.argv.slice(2)
const { Job } = await import(`${folder}/node_modules/kubernetes-models/batch/v1/Job.js`)
const { default: yaml } = await import(`${folder}/node_modules/js-yaml/index.js`)

for (const file of files) {
    const manifest = yaml.load(readFileSync(file, 'utf8'))
    if (manifest.apiVersion !== 'batch/v1' || manifest.kind !== 'Job') throw new Error(`${file}: no Job`)
    new Job(manifest).validate()
    if (manifest.spec.completionMode === 'Indexed') {
        const env = manifest.spec.template.spec.containers[0].env
        const shares = env.find((e) => e.name === 'COMPLETIONS').value
        if (String(manifest.spec.completions) !== shares) throw new Error(`${file}: COMPLETIONS is ${shares}`)
    }
}
