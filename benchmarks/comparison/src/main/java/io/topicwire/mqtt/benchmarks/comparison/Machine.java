package io.topicwire.mqtt.benchmarks.comparison;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * Says where and when something was measured.
 *
 * @param time the time
 * @param java the JDK
 * @param system the operating system
 * @param processor the processor
 * @param memory the memory in MiB
 * @param load how many processes ran or wanted to when it began, a minute's average
 */
record Machine(Instant time, String java, String system, String processor, long memory, double load) {

	static Machine current() {
		OperatingSystemMXBean bean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		String java = System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
		String system = bean.getName() + " " + bean.getVersion() + " " + bean.getArch();
		return new Machine(Instant.now().truncatedTo(ChronoUnit.SECONDS), java, system,
				bean.getAvailableProcessors() + " × " + processorName(), bean.getTotalMemorySize() >> 20,
				bean.getSystemLoadAverage());
	}

	private static String processorName() {
		try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse("unknown processor");
		}
		catch (IOException ex) {
			return "unknown processor";
		}
	}

	String describe() {
		return "Measured at " + this.time + " with " + this.java + " on " + this.system + ", " + this.processor + ", "
				+ this.memory + " MiB, load " + Figures.number(this.load) + " when it began.";
	}

}
