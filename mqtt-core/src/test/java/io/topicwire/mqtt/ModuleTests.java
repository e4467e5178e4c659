package io.topicwire.mqtt;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.store.DiskSessionStore;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that this is a module, although all other tests run on the class path.
 */
class ModuleTests {

	private static final String NAME = "io.topicwire.mqtt";

	private final ModuleFinder finder = ModuleFinder.of(locationOf(MqttClient.class));

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

	@Test
	void sessionsOnDiskNeedTheirLibraryOnTheModulePath(@TempDir Path directory) throws Exception {
		assertThatExceptionOfType(InvocationTargetException.class)
			.isThrownBy(() -> storeAt(directory, ModuleFinder.of(), NAME))
			.havingCause()
			.withMessageContaining("requires com.h2database.mvstore");
		Object store = storeAt(directory, ModuleFinder.of(locationOf(MVStore.class)), NAME, "com.h2database.mvstore");
		Object session = store.getClass().getMethod("open", String.class).invoke(store, "meter-7");
		((AutoCloseable) session).close();
		assertThat(directory).isDirectoryContaining("glob:**/meter-7-*.session");
	}

	private Object storeAt(Path directory, ModuleFinder others, String... roots) throws ReflectiveOperationException {
		Configuration configuration = ModuleLayer.boot().configuration().resolve(this.finder, others, Set.of(roots));
		ModuleLayer layer = ModuleLayer.boot()
			.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
		Class<?> type = layer.findLoader(NAME).loadClass(DiskSessionStore.class.getName());
		return type.getMethod("at", Path.class).invoke(null, directory);
	}

	private ModuleDescriptor descriptor() {
		return this.finder.find(NAME).map(ModuleReference::descriptor).orElseThrow();
	}

	private static Path locationOf(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
