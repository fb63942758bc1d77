// netlify-cache/index.js - a build plugin: pictures and state of the last build come back, and are kept for the next one.
const folders = ["site", "state"];
module.exports = {
    onPreBuild: ({ utils }) => utils.cache.restore(folders),
    onPostBuild: ({ utils }) => utils.cache.save(folders),
};
