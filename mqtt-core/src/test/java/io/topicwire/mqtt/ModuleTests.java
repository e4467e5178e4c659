package io.topicwire.mqtt;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that this is a module, although all other tests run on the class path.
 */
class ModuleTests {

	private static final String NAME = "io.topicwire.mqtt";

	private final ModuleFinder finder = ModuleFinder.of(location());

	@Test
	void onlyThePlatformIsRequiredAtRunTime() {
		assertThat(descriptor().requires())
			.filteredOn((requires) -> !requires.modifiers().contains(Requires.Modifier.STATIC))
			.extracting(Requires::name)
			.containsExactlyInAnyOrder("java.base", "java.net.http");
		assertThat(descriptor().requires()).extracting(Requires::name)
			.containsExactlyInAnyOrder("java.base", "java.net.http", "org.jspecify", "com.h2database.mvstore");
	}

	@Test
	void onlyWhatUsersNeedIsExported() {
		assertThat(descriptor().exports()).noneMatch(Exports::isQualified)
			.extracting(Exports::source)
			.containsExactlyInAnyOrder(NAME, NAME + ".auth", NAME + ".client", NAME + ".packet", NAME + ".session",
					NAME + ".store", NAME + ".stream", NAME + ".topic", NAME + ".trace");
		assertThat(descriptor().opens()).isEmpty();
	}

	@Test
	void clientWorksOnTheModulePathWithoutAnythingElse() throws ReflectiveOperationException {
		Configuration configuration = ModuleLayer.boot()
			.configuration()
			.resolve(this.finder, ModuleFinder.of(), Set.of(NAME));
		assertThat(configuration.modules()).hasSize(1);
		ModuleLayer layer = ModuleLayer.boot()
			.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
		ClassLoader loader = layer.findLoader(NAME);
		Class<?> type = loader.loadClass(MqttClient.class.getName());
		assertThat(type.getModule().getName()).isEqualTo(NAME);
		assertThat(type).isNotEqualTo(MqttClient.class);
		Object builder = type.getMethod("builder", String.class).invoke(null, "mqtt://localhost");
		Object client = builder.getClass().getMethod("build").invoke(builder);
		type.getMethod("close").invoke(client);
		Class<?> engine = loader.loadClass(NAME + ".engine.Environment");
		assertThatExceptionOfType(IllegalAccessException.class).isThrownBy(() -> engine.getField("SYSTEM").get(null));
	}

	private ModuleDescriptor descriptor() {
		return this.finder.find(NAME).map(ModuleReference::descriptor).orElseThrow();
	}

	private static Path location() {
		try {
			return Path.of(MqttClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
