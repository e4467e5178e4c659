package io.topicwire.mqtt.benchmarks.measure;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompilerTime}.
 */
class CompilerTimeTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void isPartOfTheTimeOfTheProcess() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		assertThat(CompilerTime.nanos()).isPositive().isLessThan(system.getProcessCpuTime());
	}

}
