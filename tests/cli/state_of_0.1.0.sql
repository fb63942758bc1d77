CREATE TABLE source(path TEXT PRIMARY KEY, size, inode, mtime, ctime, side_size, side_inode, side_mtime, side_ctime, seen, hash BLOB, format, width, height, orientation, samples, multiscan, date TEXT, title TEXT, description TEXT, camera TEXT, lens TEXT, exposure TEXT, placed, latitude, longitude) WITHOUT ROWID;
CREATE TABLE output(path TEXT PRIMARY KEY, source TEXT, size, inode, mtime, ctime, plan BLOB, idx, hash BLOB, stale DEFAULT 0, tint BLOB) WITHOUT ROWID;
CREATE TABLE root(id INTEGER PRIMARY KEY, path TEXT);
CREATE INDEX output_plan ON output(plan, idx);
CREATE INDEX output_source ON output(source);
