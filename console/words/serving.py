"""What `shidian up` says, in Chinese and English."""

from typing import Any

from states.words.joining import Texts, filling

HINDRANCES: Texts = {
    "already-running": (
        "已经在运行：{url}（进程 {pid}）。直接打开这个地址即可；要重新启动，先在那个窗口按 Ctrl-C，"
        "或执行 kill {pid}",
        "already running: {url} (process {pid}). Open that address; to start anew, press Ctrl-C in"
        " its window first, or kill {pid}",
    ),
    "other-served": (
        "这个数据目录已在为另一个数据库服务：{database}，{url}（进程 {pid}）。先停下它：在那个窗口"
        "按 Ctrl-C，或执行 kill {pid}；要同时服务，另设数据目录和端口："
        "SHIDIAN_VAR_DIR=另一个目录、--port",
        "this data folder already serves another database: {database}, {url} (process {pid}). Stop"
        " that one first: Ctrl-C in its window, or kill {pid}; to serve both, set another folder"
        " and port: SHIDIAN_VAR_DIR=FOLDER, --port",
    ),
    "port-taken": (
        "端口 {host}:{port} 不能用（{detail}），占用者：{holder}。请先停下它，或设"
        " {variable}={other} 换一个端口再启动",
        "port {host}:{port} cannot be used ({detail}), held by: {holder}. Stop that, or set"
        " {variable}={other} for another port and start again",
    ),
    "no-address": (
        "本机没有地址 {host}:{port}（{detail}）；请改写 --host、--port，或 SHIDIAN_HOST、"
        "SHIDIAN_PORT",
        "this machine has no address {host}:{port} ({detail}); correct --host and --port, or"
        " SHIDIAN_HOST and SHIDIAN_PORT",
    ),
    "not-a-demo": (
        "{url} 是正式数据库，不能当作演示。去掉 --demo，或另设数据目录：SHIDIAN_VAR_DIR=另一个目录",
        "{url} is a real database and no demonstration. Leave out --demo, or set another folder:"
        " SHIDIAN_VAR_DIR=FOLDER",
    ),
    "no-database": (
        "还没有数据库 {url}。看演示：{shidian} up --demo；正式使用："
        "{shidian} init --programme 方案文件",
        "there is no database {url} yet. For a demonstration: {shidian} up --demo; for real use:"
        " {shidian} init --programme FILE",
    ),
    "mighty-role": (
        "{url}：所用的数据库角色能改动留痕（{powers}），服务不用它启动。请用拥有者执行一次 "
        "{shidian} db allow 角色名，再用那个角色的地址启动；确要如此：SHIDIAN_MIGHTY_ROLE=yes",
        "{url}: the role could change the history ({powers}), so the service does not start with"
        " it. As the owner run {shidian} db allow ROLE once, then start with that role's "
        "address; to"
        " start all the same: SHIDIAN_MIGHTY_ROLE=yes",
    ),
    "behind": (
        "{url} 与最近导出的检查点不符，像是换回了旧备份或被改过，没有启动。查看：{shidian} audit"
        " verify 检查点文件；确要用旧备份：{shidian} restore 备份 --replace --older",
        "{url} does not hold what the newest exported checkpoint names: an old copy, or changed;"
        " not started. See: {shidian} audit verify CHECKPOINT; to use an old backup all the same:"
        " {shidian} restore BACKUP --replace --older",
    ),
    "pages-stopped": (
        "页面服务自己停了，原因见上",
        "the pages stopped by themselves; the reason is above",
    ),
}

NEWS: Texts = {
    "demo.making": (
        "正在准备演示数据（虚构的试点）…",
        "preparing the demonstration (invented pilots) …",
    ),
    "scheduler.loading": (
        "调度服务（Prefect）正在旁边启动，页面现在就能用…",
        "the scheduler (Prefect) is starting beside; the pages work already …",
    ),
    "scheduler.migrating": ("", ""),
    "scheduler.registering": ("", ""),
    "scheduler.ready": (
        "调度服务已就绪：{url}（工程师用；口令在 {word}）",
        "the scheduler is ready: {url} (for engineers; the word is in {word})",
    ),
    "scheduler.failed": (
        "调度服务没有运行：{detail}。页面和期限巡查照常（每 {minutes} 分钟一次）；稍后自动再试。"
        "详情：{log}",
        "the scheduler is not running: {detail}. Pages and the sweep go on (every {minutes}"
        " minutes); it is tried again. Details: {log}",
    ),
    "scheduler.stopped": ("", ""),
    "scheduler.off": (
        "没有启动调度服务；期限巡查照常（每 {minutes} 分钟一次）",
        "the scheduler was not started; the sweep goes on (every {minutes} minutes)",
    ),
    "sweep.done": (
        "期限巡查：按期办理 {moved}，新开 {opened}，逾期 {overdue}，提醒 {reminded}",
        "sweep: moved {moved}, opened {opened}, overdue {overdue}, reminded {reminded}",
    ),
    "messages.sent": ("通知：送出 {count} 份", "messages sent: {count}"),
    "messages.failed": (
        "通知没有送达：{error}。稍后自动再试",
        "a message did not arrive: {error}; it is tried again",
    ),
    "sweep.failed": (
        "期限巡查没有完成：{detail}。一分钟后再试",
        "the sweep failed: {detail}; again soon",
    ),
    "stopping": ("正在结束…", "stopping …"),
    "stopped": (
        "已结束。数据库：{database}；文件和日志在 {var}",
        "stopped. The database is {database}; files and logs are in {var}",
    ),
}

_ALL = {**HINDRANCES, **NEWS}


def say(key: str, lang: str = "zh", **parameters: Any) -> str:
    """The text of a key in the language asked for; empty if there is nothing to say."""
    return _ALL[key][lang == "en"].format(**filling(parameters, lang))
