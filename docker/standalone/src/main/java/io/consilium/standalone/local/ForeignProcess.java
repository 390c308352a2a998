package io.consilium.standalone.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of this machine that this one did not start and that another user may own. */
public record ForeignProcess(long pid) {

    /** Whether it is in this control group, as all of a container are in one, and its disk can be filled. */
    public boolean canFillDiskIn(String group) {
        try {
            return Files.readString(directory().resolve("cgroup")).contains(group) && limited("");
        } catch (IOException e) {
            return false;
        }
    }

    /** From now on it can write nothing to any file; returns whether that could be done. */
    public boolean fillDisk() {
        return limited(LocalProcess.NO_ROOM);
    }

    /** As its own user, who may do it: root may not where it lacks CAP_SYS_RESOURCE. */
    private boolean limited(String limit) {
        try {
            Object user = Files.getAttribute(directory(), "unix:uid");
            Object group = Files.getAttribute(directory(), "unix:gid");
            return LocalProcess.run("setpriv --reuid " + user + " --regid " + group + " --clear-groups prlimit --pid "
                            + pid + " " + limit)
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path directory() {
        return Path.of("/proc", String.valueOf(pid));
    }
}
