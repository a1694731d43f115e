"""What the operating system says, in the language of the sentence that repeats it."""

import errno
import os

_CHINESE = {
    errno.EACCES: "没有权限",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "没有程序在那里应答",
    errno.EDQUOT: "超出磁盘配额",
    errno.EEXIST: "已有同名的文件",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是文件夹",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EPERM: "不允许这样做",
    errno.EROFS: "所在的磁盘只能读",
}
_BY_WORDS = {os.strerror(number): words for number, words in _CHINESE.items()}


def of_system(said: str, lang: str) -> str:
    """What the system said, alone or behind the name of a file, as it is told; anything else, and
    what there are no words for, as it is."""
    if lang == "en":
        return said
    place, colon, last = said.rpartition(": ")
    return place + colon + _BY_WORDS.get(last, last)
