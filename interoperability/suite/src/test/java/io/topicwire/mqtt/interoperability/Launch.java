package io.topicwire.mqtt.interoperability;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a broker is started. Commands, environment and the content of files may hold
 * {@code ${name}}, which stands for a value that is known when the broker is started.
 *
 * @param command the command
 * @param companion command of a process that the broker needs beside it, or empty
 * @param environment variables of the environment
 * @param files names of resources that are copied into the folder of the broker, by the
 * name they have there
 * @param needs executables on the path, or files
 * @param remedy what is to be done if something is missing
 */
record Launch(List<String> command, List<String> companion, Map<String, String> environment, Map<String, String> files,
		List<String> needs, String remedy) {

	/**
	 * Return how to start a broker that is installed on this computer.
	 */
	static Launch ofInstalled(String remedy, List<String> needs, String... command) {
		return new Launch(List.of(command), Collections.emptyList(), Collections.emptyMap(), Collections.emptyMap(),
				needs, remedy);
	}

	/**
	 * Return how to start a broker that is in a module beside this one.
	 */
	static Launch ofModule(String module, List<String> options, String mainClass, String... arguments) {
		Path target = Path.of("..", module, "target").toAbsolutePath().normalize();
		Path classPath = target.resolve("classpath");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						target.resolve("classes") + File.pathSeparator + "${file:" + classPath + "}"));
		// What matters is how soon it is there
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(options);
		command.add(mainClass);
		command.addAll(Arrays.asList(arguments));
		return ofInstalled("build the module interoperability/" + module, List.of(classPath.toString()),
				command.toArray(String[]::new));
	}

	Launch companion(String... companion) {
		return new Launch(this.command, List.of(companion), this.environment, this.files, this.needs, this.remedy);
	}

	Launch environment(Map<String, String> environment) {
		return new Launch(this.command, this.companion, environment, this.files, this.needs, this.remedy);
	}

	Launch files(Map<String, String> files) {
		return new Launch(this.command, this.companion, this.environment, files, this.needs, this.remedy);
	}

	/**
	 * Return what is missing on this computer and what can be done about it.
	 */
	Optional<String> missing() {
		return this.needs.stream()
			.filter((need) -> locate(need).isEmpty())
			.findFirst()
			.map((need) -> need + " is not there; " + this.remedy);
	}

	/**
	 * Return the command with its executable as an absolute path.
	 */
	static List<String> located(List<String> command) {
		List<String> located = new ArrayList<>(command);
		located.set(0, locate(command.get(0)).orElseThrow().toString());
		return located;
	}

	private static Optional<Path> locate(String need) {
		// Debian keeps servers where the path of an ordinary user does not lead
		String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
		return Arrays.stream(path.split(File.pathSeparator))
			.map((folder) -> Path.of(folder).resolve(need))
			.filter(Files::exists)
			.findFirst();
	}

	static String read(String file) {
		try {
			return Files.readString(Path.of(file)).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
