package io.consilium.standalone.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How JVMs beside this one are started: with this one's Java and class path, small, since many share the machine. */
public record Jvm(Path java, String classPath, String home) {

    public static Jvm likeThisOne() {
        return new Jvm(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                System.getProperty("consilium.home", ""));
    }

    public List<String> command(int heapMb, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(List.of("-Xms32m", "-Xmx" + heapMb + "m", "-Xss512k", "-XX:+UseSerialGC"));
        // One compiler is enough for minutes, and it leaves the cores to the work.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto"));
        command.addAll(List.of("-Djava.awt.headless=true", "-Dsun.net.httpserver.nodelay=true"));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dconsilium.home=" + home, "-cp", classPath, main));
        command.addAll(arguments);
        return command;
    }
}
