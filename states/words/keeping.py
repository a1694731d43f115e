"""What a user reads about keys, checkpoints, backups, upgrades and the roles of a server."""

from states.words.joining import Texts

KEEPING: Texts = {
    "StoreIsolation": (
        "数据库 {url} 的写事务是 {found}，须为 read committed，否则名额会被突破；"
        "请检查连接池或服务器的设置",
        "writing transactions of {url} are {found} but must be read committed, else quotas would "
        "not hold; check what stands between, or the server's settings",
    ),
    "NoRolesInAFile": (
        "{url} 是文件，没有数据库角色；请用文件权限",
        "{url} is a file and has no roles; use the permissions of files",
    ),
    "RoleUnknown": (
        "数据库里没有角色“{role}”；先在服务器上建：CREATE ROLE … LOGIN",
        "the server has no role '{role}'; make it there first: CREATE ROLE … LOGIN",
    ),
    "BadPublicKey": (
        "“{key}”不是检查点公钥；应为一行：名称+编号+密钥",
        "“{key}” is no checkpoint key; it is one line: name+id+key",
    ),
    "KeyReadable": (
        "签名密钥 {path} 他人可读（权限 {mode}），不予使用。改为仅本人可读：chmod 600 {path}",
        "the signing key {path} is open to others (mode {mode}) and is not used: chmod 600 {path}",
    ),
    "KeyMissing": (
        "打不开签名密钥 {path}：{detail}",
        "cannot open the signing key {path}: {detail}",
    ),
    "KeyUnusable": (
        "{path} 不是 Ed25519 私钥（PEM，无口令）",
        "{path} is no Ed25519 private key (PEM without a pass phrase)",
    ),
    "CheckpointExists": (
        "文件 {path} 已有，不覆盖。请换一个文件名",
        "{path} exists already and is not overwritten; choose another name",
    ),
    "NotOneLine": (
        "编号中有换行，不能写入检查点：{text}",
        "a code holds a line break and cannot be put into a checkpoint: {text}",
    ),
    "BackupExists": (
        "文件 {path} 已有，不覆盖。请换一个文件名",
        "{path} exists already and is not overwritten; choose another name",
    ),
    "BackupByServer": (
        "{url} 是 PostgreSQL 数据库，由它自己的工具备份：{command}",
        "{url} is a PostgreSQL database; back it up with its own tool: {command}",
    ),
    "RestoreByServer": (
        "{url} 是 PostgreSQL 数据库，由它自己的工具恢复到一个空库：{command}；然后 {shidian} audit "
        "verify 检查点文件",
        "{url} is a PostgreSQL database; restore into an empty one with its own tool: {command}; "
        "then {shidian} audit verify CHECKPOINT",
    ),
    "BackupOfMemory": (
        "内存中的数据库无法备份或恢复",
        "a database in memory can be neither backed up nor restored",
    ),
    "BackupMissing": ("没有备份文件 {path}", "there is no backup file {path}"),
    "BackupUnreadable": (
        "读不了备份文件 {path}：{detail}；没有恢复，请检查路径和权限",
        "cannot read the backup {path}: {detail}; nothing was restored, check its path and "
        "permissions",
    ),
    "BackupWriteFailed": (
        "备份没有写成（{path}）：{detail}；原数据库未受影响",
        "the backup was not written ({path}): {detail}; the database itself is untouched",
    ),
    "BackupNewer": (
        "备份 {path} 由更新版本的 shidian 写成（{found} > {known}），请先升级程序",
        "the backup {path} was written by a newer shidian ({found} > {known}); upgrade the program "
        "first",
    ),
    "RestoreOverOlder": (
        "要替换的数据库 {path} 版本较旧，先升级才能拿它的检查点来核对备份：{shidian} db upgrade；"
        "它已损坏、升级不了时，把它移到别处再恢复",
        "the database {path} to be replaced is older: upgrade it first, so that the backup can be "
        "held against its checkpoint: {shidian} db upgrade; if it is damaged and cannot be "
        "upgraded, move it away, then restore",
    ),
    "NotABackup": (
        "{path} 不是 shidian 数据库，或已损坏：{detail}",
        "{path} is no database of shidian, or it is damaged: {detail}",
    ),
    "RestoreOverLive": (
        "{path} 已有数据库。确要替换，请加 --replace；原库会改名保留",
        "there is a database at {path}. To replace it add --replace; the old one is kept under "
        "another name",
    ),
    "RestoreInUse": (
        "{path} 正被另一进程使用，不能替换。请先停止服务",
        "{path} is in use by another process and cannot be replaced; stop the service first",
    ),
    "RestoreRefused": (
        "备份 {path} 没有通过核验，未恢复，现有数据未动：\n{reasons}",
        "the backup {path} did not pass verification; nothing was restored or changed:\n{reasons}",
    ),
    "ProgrammeNameTaken": (
        "方案代号 {programme} 已是一件事项的编号，两者的留痕会混在一起；没有启用，请改一个代号",
        "{programme} is the code of a case, whose history would be the programme's too; it was not "
        "activated, give the programme another name",
    ),
    "RestoreUnsure": (
        "{path} 已换成核验过的备份，但磁盘没有确认写下（{detail}）；原数据库留在 {kept}。"
        "请检查磁盘，再核验：{shidian} audit verify",
        "{path} is the verified backup now, but the disk did not confirm it ({detail}); what was "
        "there is kept as {kept}. Check the disk, then: {shidian} audit verify",
    ),
    "RestoreWriteFailed": (
        "没有恢复（{path}）：{detail}；现有数据未动",
        "not restored ({path}): {detail}; what is there is untouched",
    ),
    "UpgradeEmpty": (
        "{url} 还不是 shidian 数据库。新建：{shidian} init --programme 方案文件；"
        "演示：{shidian} demo",
        "{url} is no database of shidian yet. Create it: {shidian} init --programme FILE; "
        "demonstration: {shidian} demo",
    ),
}
