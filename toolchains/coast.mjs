// coast.mjs - makes gallery/assets/coast.bin, the coastline of album maps, of Natural Earth's land at 1:10 million (public
// domain) as the npm package world-atlas has it:
//
//     npm install world-atlas@2.0.2 && node toolchains/coast.mjs node_modules/world-atlas/land-10m.json >gallery/assets/coast.bin
//
// Rings are thinned until no vertex is farther from the coast than TOLERANCE or a DETAILth of an island's size, and
// islands of an area below ISLAND are left out, all in STEPs, which are hundredths of a degree; farther north and south
// several of them.  gallery/pages/coast.c reads what comes out: bits, the lowest of
// each byte first.  A number n of order k stands as n + 2^k in binary, after a one and as many zeros as that has bits
// beyond k + 1.  Of a difference, 2n stands for n and 2n - 1 for -n.  A ring is its number of vertices (order 2; 0: the
// end), the first vertex (order 11) and the ways from each to the next (order 3), longitude before latitude.
import {readFileSync, writeSync} from "node:fs";

const STEP = 5, TOLERANCE = 2, ISLAND = 3, DETAIL = 8;

const topology = JSON.parse(readFileSync(process.argv[2], "utf8"));
const {scale, translate} = topology.transform;
const arcs = topology.arcs.map(arc => {
    let x = 0, y = 0;

    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const arcOf = i => i < 0 ? arcs[~i].toReversed() : arcs[i];

// The ring around the south pole begins and ends where maps of the whole earth do.
function closePole(ring, round) {
    const cut = -17000 / STEP, turn = 36000 / STEP;
    const turns = ring.map(([x]) => Math.floor((x - cut) / turn));
    const start = turns.findIndex((n, i) => i && n !== turns[i - 1]);
    const open = [...ring.slice(start), ...ring.slice(0, start).map(([x, y]) => [x + round, y])];
    const shift = (round > 0 ? cut : cut + turn) - open[0][0], end = open[0][0] + round;

    open.push([end, open[0][1]], [end, -9000 / STEP], [open[0][0], -9000 / STEP], open[0]);
    return open.map(([x, y]) => [x + shift, y]);
}

// In steps, without the jumps at the date line.
function unroll(indexes) {
    const points = indexes.flatMap((i, n) => arcOf(i).slice(n ? 1 : 0));
    const ring = [];
    let shift = 0;

    for (const [i, [lon, lat]] of points.entries()) {
        const jump = i ? lon - points[i - 1][0] : 0;

        shift -= Math.abs(jump) > 180 ? Math.sign(jump) * 360 : 0;
        ring.push([(lon + shift) * 100 / STEP, lat * 100 / STEP]);
    }
    const round = ring.at(-1)[0] - ring[0][0];

    return Math.abs(round) < 1000 / STEP ? ring : closePole(ring.slice(1), round);
}

const narrow = lat => Math.max(.2, Math.cos(lat * STEP / 100 * Math.PI / 180));

// How far p is from the line from a to b, where a degree of longitude is as long as one of latitude.
function distance(p, a, b) {
    const k = narrow(p[1]), dx = (b[0] - a[0]) * k, dy = b[1] - a[1], ex = (p[0] - a[0]) * k, ey = p[1] - a[1];
    const t = dx || dy ? Math.min(1, Math.max(0, (ex * dx + ey * dy) / (dx * dx + dy * dy))) : 0;

    return Math.hypot(ex - t * dx, ey - t * dy);
}

// Few people are where there is ice.
const remote = lat => Math.abs(lat) * STEP > 6600 ? 5 : Math.abs(lat) * STEP > 5800 ? 2 : 1;

// Douglas and Peucker; a small island keeps its shape.
function thin(ring, first, last, size, kept) {
    let worst = 0, at = -1;

    for (let i = first + 1; i < last; i++) {
        const d = distance(ring[i], ring[first], ring[last]) / remote(ring[i][1]);

        if (d > worst)
            [worst, at] = [d, i];
    }
    if (worst <= Math.min(TOLERANCE, size / DETAIL))
        return;
    thin(ring, first, at, size, kept);
    kept.push(at);
    thin(ring, at, last, size, kept);
}

const area = ring => Math.abs(ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length];

    return sum + (p[0] * q[1] - q[0] * p[1]) * narrow(p[1]);
}, 0)) / 2;

function simplify(ring) {
    const far = ring.reduce((best, p, i) => distance(p, ring[0], ring[0]) > distance(ring[best], ring[0], ring[0]) ? i : best, 0);
    const kept = [0], size = Math.sqrt(area(ring));

    thin(ring, 0, far, size, kept);
    kept.push(far);
    thin(ring, far, ring.length - 1, size, kept);
    const out = [];

    for (const i of kept) {
        const p = ring[i].map(Math.round), q = out.at(-1);

        if (!q || p[0] !== q[0] || p[1] !== q[1])
            out.push(p);
    }
    while (out.length > 1 && out[0][0] === out.at(-1)[0] && out[0][1] === out.at(-1)[1])
        out.pop();
    return out;
}

const bytes = [];
let used = 8;
function bit(b) {
    if (used === 8) {
        bytes.push(0);
        used = 0;
    }
    bytes[bytes.length - 1] |= b << used++;
}
function number(n, k) { // Exp-Golomb of order k
    n += 2 ** k;
    const size = Math.floor(Math.log2(n));

    for (let i = k; i < size; i++)
        bit(0);
    bit(1);
    for (let i = 0; i < size; i++)
        bit(Math.floor(n / 2 ** i) % 2);
}
const signed = (n, k) => number(n < 0 ? -2 * n - 1 : 2 * n, k);

const geometries = Object.values(topology.objects)[0].geometries;
const polygons = geometries.flatMap(g => g.type === "Polygon" ? [g.arcs] : g.arcs ?? []);
let rings = polygons.flatMap(polygon => polygon.map(unroll)).filter(ring => area(ring) >= ISLAND * remote(ring[0][1]) ** 2).map(simplify)
    .filter(ring => ring.length >= 3);

rings.sort((a, b) => b.length - a.length);
for (const ring of rings) {
    number(ring.length, 2);
    signed(ring[0][0], 11);
    signed(ring[0][1], 11);
    for (let i = 1; i < ring.length; i++) {
        signed(ring[i][0] - ring[i - 1][0], 3);
        signed(ring[i][1] - ring[i - 1][1], 3);
    }
}
number(0, 2);
writeSync(1, Uint8Array.from(bytes));
console.error(`${rings.length} rings, ${rings.flat().length} points, ${bytes.length} bytes`);
