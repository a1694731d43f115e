"""What a user reads when the database cannot be used where it lives."""

from states.words.joining import Texts

STORES: Texts = {
    "ClockWentBack": (
        "时钟倒退：现在 {now}，而 {case} 第 {seq} 条（{since}）起的 {count} 条记在此后，"
        "最后一条在 {last}；未做任何改动。现在的时间不对的，校准系统时间。那些记录才是错误的时钟"
        "写下的，校准后停下服务，恢复那之前的备份：{shidian} restore 备份文件 --replace --older；"
        "备份之后的记录不再有，原库改名留存。没有备份的，到 {last} 才能再办",
        "the clock went back: it is {now}, and {count} entries, from entry {seq} of {case} "
        "({since}) on, are of later, the last of {last}; nothing was done. If the time is wrong "
        "now, set the clock right. If those were written by a wrong clock, set it right, stop the "
        "service and restore a backup from before: {shidian} restore BACKUP --replace --older; "
        "what is newer than the backup is gone then, the replaced database is kept. Without a "
        "backup nothing can be done until {last}",
    ),
    "StoreBusy": (
        "数据库 {url} 被另一进程占用超过 {seconds} 秒；未做任何改动，请稍后再试",
        "{url} has been held by another process for {seconds} s; nothing was changed, try again",
    ),
    "StoreGone": (
        "没有数据库 {url}。新建：{shidian} init --programme 方案文件；演示：{shidian} demo",
        "there is no database {url}. Create it: {shidian} init --programme FILE; demonstration: "
        "{shidian} demo",
    ),
    "NulCharacter": (
        "所给的文字里有空字符（U+0000），不能查也不能存；请删去后再试",
        "what was given holds a null character (U+0000), which can be neither sought nor kept; "
        "take it out and try again",
    ),
    "ClockIsMoving": (
        "这个演示的时钟正在别处拨动，这里停了下来；等那边拨完，看时钟到了哪里再拨",
        "the clock of this demonstration is being moved elsewhere, so this stopped; once that is "
        "done, see where the clock is and move it on",
    ),
    "StoreUnfinished": (
        "数据库 {url} 没有建完：还在建的请等它建完；建到一半中断了的，再建一次即可："
        "{shidian} init --programme 方案文件，演示：{shidian} demo",
        "the database {url} was not made to its end. If it is still being made, wait; if that was "
        "broken off, make it again: {shidian} init --programme FILE, demonstration: {shidian} demo",
    ),
    "StoreBeingMade": (
        "另一个进程正在建数据库 {url}；请等它建完",
        "another process is making the database {url}; wait until it is done",
    ),
    "StoreNoFile": (
        "{url} 是文件夹或设备，不是数据库文件；请改写 --db 或 SHIDIAN_DATABASE_URL",
        "{url} is a folder or a device and no database file; correct --db or SHIDIAN_DATABASE_URL",
    ),
    "StoreUnreachable": (
        "打不开数据库 {url}（{detail}）；请检查地址、口令、权限，以及服务是否在运行",
        "cannot open {url} ({detail}); check its address, password and permissions, and whether "
        "the server runs",
    ),
    "StoreUnreadable": (
        "读写数据库文件 {url} 时磁盘出错（{detail}）；未做任何改动，请检查磁盘后再试",
        "the disk failed under the file {url} ({detail}); nothing was changed, check the disk",
    ),
    "StoreForeign": (
        "{url} 不是 shidian 的数据库（{detail}）；没有动它。换一个名字新建：{program} init --db "
        "地址",
        "{url} is no database of shidian ({detail}); it was left alone. Create yours under another "
        "name: {program} init --db URL",
    ),
    "StoreNewer": (
        "数据库 {url} 由更新版本的 shidian 写成（{found} > {known}），请升级程序",
        "{url} was written by a newer shidian ({found} > {known}); upgrade the program",
    ),
    "StoreOlder": (
        "数据库 {url} 版本较旧（{found} < {known}），请先备份（{shidian} backup 文件），"
        "再升级：{shidian} db upgrade",
        "{url} is older ({found} < {known}); make a backup ({shidian} backup FILE), then upgrade: "
        "{shidian} db upgrade",
    ),
    "StoreReadOnly": (
        "数据库 {url} 或其所在文件夹不可写；未做任何改动，请检查权限；"
        "在只读介质上的，先拷到可写的文件夹",
        "{url} or its folder cannot be written; nothing was changed, check the permissions; from "
        "a medium that can only be read, copy it into a folder that can be written",
    ),
    "StoreEncoding": (
        "数据库 {url} 的编码是 {found}，有的字存不进去；没有动它。请另建一个编码为 UTF8 的："
        "createdb --encoding=UTF8 --template=template0 名称",
        "{url} is encoded in {found}, which cannot keep every character; it was left alone. Make "
        "another one in UTF8: createdb --encoding=UTF8 --template=template0 NAME",
    ),
    "StoreFull": (
        "磁盘已满，{url} 写不下；未做任何改动，请腾出空间后再试",
        "the disk is full, {url} cannot grow; nothing was changed, make room and try again",
    ),
    "StoreDamaged": (
        "数据库文件 {url} 已损坏（{detail}）；请用备份恢复：{shidian} restore",
        "the file {url} is damaged ({detail}); restore a backup: {shidian} restore",
    ),
    "StoreFault": ("数据库 {url} 出错：{detail}", "fault of the database {url}: {detail}"),
    "BadTimeout": (
        "数据库地址里的 timeout 是等别人的秒数，应在 0 到 {most} 之间，现为 {value}",
        "timeout in the database's address is how many seconds to wait for others: 0 to {most}, "
        "not {value}",
    ),
    "BadFileName": (
        "数据库地址“{url}”里“?”之后的 {rest} 读不懂：文件名里不能有“?”，请换一个名字；"
        "“?”之后只能写 timeout=秒数",
        "{rest} after the “?” of “{url}” cannot be read: a file's name may hold no “?”, choose "
        "another; only timeout=SECONDS may follow it",
    ),
    "StoreLinkBroken": (
        "{url} 是一个链接，它指向的 {target} 不在（磁盘没有挂上？）；没有动它。请先恢复那个文件，"
        "或改写 --db 或 SHIDIAN_DATABASE_URL",
        "{url} is a link to {target}, which is not there (a disk that is not mounted?); it was "
        "left alone. Bring that file back, or correct --db or SHIDIAN_DATABASE_URL",
    ),
    "StoreMoved": (
        "数据库文件 {url} 在使用中被移走或换成了别的文件；这一步没有办。"
        "请放回原来的文件，再重启服务",
        "the database file {url} was taken away or replaced while in use; this was not done. Put "
        "the file back, then start the service again",
    ),
    "StoreUnopened": (
        "打不开数据库文件 {url}（{detail}）；未做任何改动，请检查路径，以及它和所在文件夹的权限",
        "cannot open the database file {url} ({detail}); nothing was changed, check its path and "
        "the permissions of it and its folder",
    ),
    "StoreForbidden": (
        "数据库 {url} 所用的角色没有需要的权限（{detail}）；未做任何改动。"
        "请由数据库的拥有者用自己的地址执行：{program} db allow 角色名",
        "the role with which {url} is used lacks what is needed ({detail}); nothing was changed. "
        "Its owner allows it, by an address of the owner's: {program} db allow ROLE",
    ),
    "StoreCut": (
        "与数据库 {url} 的连接中断（{detail}）；没有得到答复的那一步请查看后再办，"
        "同一 --id 只办一次",
        "the connection to {url} was cut ({detail}); look at what had no answer and do it again: "
        "the same --id is done only once",
    ),
}
